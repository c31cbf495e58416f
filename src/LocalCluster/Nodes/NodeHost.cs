using k8s;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Nodes.Guests;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LocalCluster.Nodes.Kubelet;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Events;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Server;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Volumes;
using LustreSupervisor.LocalCluster.Nodes.Registration;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Running;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes;

/// <summary>A node: one boot of one machine, with its kubelet, its simulated kernel and its report, in one process.</summary>
public static class NodeHost
{
    /// <summary>What a shutdown leaves the pods: enough for a clean unmount, less than the hall leaves the node.</summary>
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(4);

    /// <summary>Runs the node until cancelled; then its pods end, that is reported, and it goes down.</summary>
    /// <param name="options">The node.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logs">Where it logs.</param>
    /// <param name="cancellationToken">Shuts the node down.</param>
    public static async Task RunAsync(NodeOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var log = logs.CreateLogger("Node");
        var identity = NodeIdentity.Boot(options.Directory, options.Name);
        NodeLog.Boots(log, options.Name, identity.SystemUuid, identity.BootId);
        var configuration = NodeCredentials.Configure(options);
        NodeFiles.LinkTools(options, ToolMachine.Tools);
        var isolation = await PodIsolations.ProbeAsync(options.Programs.Tools, time);
        NodeLog.Isolates(log, options.Name, isolation);
        await using var kernel = new KernelHost(Kernel(options, identity, time), logs.CreateLogger<KernelHost>());
        await kernel.StartAsync(cancellationToken);
        NodeIdentity.WriteHostId(options.Directory, options.Name, kernel.State.HostId);
        using var client = new Kubernetes(configuration);
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var workersEnd = new CancellationTokenSource();
        var retry = new ApiRetry(log, time);
        MemoryGroup.RemoveLeftovers(options, time);
        var events = new EventRecorder(time);
        var starter = new ContainerStart(options, PodEnvironment.Build(options, configuration), isolation);
        var context = PodContext.Compose(options, starter, client, kernel, events, time, log);
        var kubelet = new KubeletLoop(new PodWatch(client, time, log), context);
        await using var server = new KubeletServer(options.Address, KubeletSecret.Of(options.Directory.ApiDirectory), kubelet, context.Logs, time);
        // A node that is shut down meanwhile goes down in order, a few milliseconds later.
        await server.StartAsync(CancellationToken.None);
        var guests = new VmiLoop(new VmiContext(
            options, PodEnvironment.Build(options, configuration), new VmiApi(client, retry, time, log),
            new ServiceAccountFiles(options, client, retry, time), events, time, log));
        Task[] parts =
        [
            new NodeHeartbeat(client, retry, time).RunAsync(options.Name, running.Token),
            RegisterAsync(options, identity, server.Port, client, retry, events, time, log, running.Token),
            kubelet.RunAsync(workersEnd.Token, running.Token),
            guests.RunAsync(workersEnd.Token, running.Token),
            new NodeAgentKeeper(options, PodEnvironment.Build(options, configuration), time, log).RunAsync(workersEnd.Token),
            new EventWriter(client, options.Name, log, time).RunAsync(events, workersEnd.Token),
        ];
        try
        {
            // None ends by itself; the first part that fails takes the node down, as a kernel panic would.
            await foreach (var part in Task.WhenEach(parts).WithCancellation(CancellationToken.None))
                await part;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            NodeLog.ShutsDown(log, options.Name);
            await Task.WhenAll(kubelet.EndAllAsync(ShutdownGrace), guests.EndAllAsync());
        }
        finally
        {
            await running.CancelAsync();
            await workersEnd.CancelAsync();
            MemoryGroup.RemoveLeftovers(options, time);
        }
    }

    private static async Task RegisterAsync(
        NodeOptions options, NodeIdentity identity, int kubeletPort, IKubernetes client, ApiRetry retry, EventRecorder events, TimeProvider time,
        ILogger log, CancellationToken cancellationToken)
    {
        // What the node reaches is told before it is Ready, so that a Ready node can be planned for at once.
        var report = new LustreNodeReport(client, retry);
        var devices = Devices(options);
        await report.PublishAsync(options.Name, identity, options.Interfaces, devices, cancellationToken);
        await Task.WhenAll(
            new NodeRegistration(client, retry, events, time, log).RunAsync(options, identity, kubeletPort, cancellationToken),
            new DeviceLoop(report, () => Devices(options), time, log).RunAsync(options, identity, devices, cancellationToken));
    }

    private static KernelHostOptions Kernel(NodeOptions options, NodeIdentity identity, TimeProvider time) => new()
    {
        NodeName = options.Name,
        SystemUuid = identity.SystemUuid,
        BootId = identity.BootId,
        Nids = [options.Nid],
        Interfaces = options.Interfaces,
        SocketPath = options.KernelSocket,
        DataSocketPath = RuntimeDirectory.LnetSocket(options.RuntimeDirectory, options.Name),
        MountTableDirectory = options.MountTableDirectory,
        Catalog = new DeviceCatalog(options.Directory.DevicesDirectory),
        SocketOfNid = options.KernelSocketOfNid,
        DelayFactor = options.DelayFactor,
        HostIdUnset = Environment.GetEnvironmentVariable(KernelHostOptions.HostIdUnsetVariable) == "1",
        OldMmpErrno = Environment.GetEnvironmentVariable(KernelHostOptions.OldMmpErrnoVariable) == "1",
        TimeProvider = time,
    };

    private static List<ReportedDevice> Devices(NodeOptions options)
    {
        var catalog = new DeviceCatalog(options.Directory.DevicesDirectory);
        return [.. catalog.OfNode(options.Name).Select(device =>
            new ReportedDevice(device.Id, catalog.PathOf(device), device.SizeBytes, device.Shared, device.Labels))];
    }
}
