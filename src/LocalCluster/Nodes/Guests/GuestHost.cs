using k8s;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LocalCluster.Processes;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Guests;

/// <summary>
/// A virtual machine in one process: a simulated kernel of its own with its own boot, and a workload. Killing the process is a crash of the
/// machine. The workload's mounts belong to the guest's kernel: they outlive it, and go when the guest shuts down in order.
/// </summary>
public static class GuestHost
{
    /// <summary>Runs the machine until it is asked to shut down or its workload ends; 0 after an orderly end, else the workload's exit code.</summary>
    /// <param name="host">The node that it runs on.</param>
    /// <param name="uid">UID of its VirtualMachineInstance.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logs">Where it logs.</param>
    /// <param name="cancellationToken">Shuts the guest down.</param>
    public static async Task<int> RunAsync(NodeOptions host, string uid, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        var guest = GuestMachine.Read(host, uid);
        var place = GuestMachine.Place(host, uid);
        var identity = NodeIdentity.Boot(host.Directory, place);
        var log = logs.CreateLogger("Guest");
        NodeLog.Boots(log, guest.Name, identity.SystemUuid, identity.BootId);
        await using var kernel = new KernelHost(Kernel(host, guest, identity, time), logs.CreateLogger<KernelHost>());
        await kernel.StartAsync(CancellationToken.None);
        NodeIdentity.WriteHostId(host.Directory, place, kernel.State.HostId);
        kernel.PodStarts(uid);
        var exitCode = await WorkAsync(host, guest, log, cancellationToken);
        // An orderly shutdown unmounts; a workload that failed takes the guest down as a panic does, and nothing is unmounted.
        if (exitCode == 0)
            await kernel.PodEndedAsync(uid, CancellationToken.None);
        return exitCode;
    }

    private static async Task<int> WorkAsync(NodeOptions host, GuestMachine guest, ILogger log, CancellationToken cancellationToken)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var asked = cancellationToken.Register(() => stop.TrySetResult());
        if (guest.Command.Count == 0)
        {
            await stop.Task;
            return 0;
        }

        var environment = Environment(host, guest);
        var program = Path.GetFileName(guest.Command[0]) == "lustre-agent" ? host.Programs.Agent : guest.Command[0];
        using var workload = ChildProcess.Start(new ChildStart(
            program, [.. guest.Command.Skip(1)], environment, host.Directory.NodeDirectory(GuestMachine.Place(host, guest.Uid)),
            host.Directory.LogFile($"vm-{guest.Namespace}-{guest.Name}")));
        NodeLog.PodStarted(log, $"{guest.Namespace}/{guest.Name}", guest.Uid, workload.Identity.Pid);
        if (await Task.WhenAny(workload.Exit, stop.Task) == workload.Exit)
            return await workload.Exit;
        _ = workload.Send(Signal.Terminate);
        await workload.Exit;
        return 0;
    }

    private static Dictionary<string, string> Environment(NodeOptions host, GuestMachine guest)
    {
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(host.Directory.KubeconfigFile);
        var environment = PodEnvironment.Build(host, configuration);
        var place = GuestMachine.Place(host, guest.Uid);
        environment["LUSTRE_HOST_ROOT"] = host.Directory.NodeRoot(place);
        environment["LUSTRE_KERNEL_SOCKET"] = GuestAddress.KernelSocket(host.RuntimeDirectory, guest.Address);
        environment["LUSTRE_MOUNT_TABLE"] = Path.Combine(MountTables(host, guest), guest.Uid);
        environment["LUSTRE_SERVICEACCOUNT_DIR"] = GuestMachine.AccountDirectory(host, guest.Uid);
        environment[HallMarkers.Pod] = $"{guest.Namespace}/{guest.Name}";
        environment[HallMarkers.PodUid] = guest.Uid;
        return environment;
    }

    private static string MountTables(NodeOptions host, GuestMachine guest) =>
        Path.Combine(host.Directory.NodeDirectory(GuestMachine.Place(host, guest.Uid)), "mounts");

    private static KernelHostOptions Kernel(NodeOptions host, GuestMachine guest, NodeIdentity identity, TimeProvider time) => new()
    {
        NodeName = guest.Name,
        StorageName = host.Name,
        SystemUuid = identity.SystemUuid,
        BootId = identity.BootId,
        Nids = [$"{guest.Address}@tcp"],
        SocketPath = GuestAddress.KernelSocket(host.RuntimeDirectory, guest.Address),
        DataSocketPath = GuestAddress.LnetSocket(host.RuntimeDirectory, guest.Address),
        MountTableDirectory = MountTables(host, guest),
        Catalog = new DeviceCatalog(host.Directory.DevicesDirectory),
        SocketOfNid = host.KernelSocketOfNid,
        DelayFactor = host.DelayFactor,
        TimeProvider = time,
    };
}
