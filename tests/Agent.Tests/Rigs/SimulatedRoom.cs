using LustreSupervisor.Actors.Ports;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LustreModel.Lnet;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;
using LustreSupervisor.Supervisor.Agents;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Tests.Rigs;

/// <summary>Nodes with simulated Lustre kernels that share devices, and agents that call the simulated tools as processes.</summary>
internal sealed class SimulatedRoom : IAsyncDisposable
{
    /// <summary>Lustre's own delays, shortened: the 45 s of a mount after a crash become half a second.</summary>
    private const double DelayFactor = 0.01;

    private static readonly string[] Rails = ["eth0", "eth1", "ib0"];

    private readonly Dictionary<int, KernelHost> _kernels = [];

    private readonly string _root = Directory.CreateTempSubdirectory("room-").FullName;

    private readonly List<IAsyncDisposable> _parts = [];

    private readonly List<KernelEvent> _losses = [];

    private readonly DeviceCatalog _catalog;

    private readonly FakeLeaseApi _api;

    private int _sockets;

    private SimulatedRoom(FakeLeaseApi api)
    {
        _api = api;
        _catalog = new DeviceCatalog(Path.Combine(_root, "devices"));
        Write("account/ca.crt", api.AuthorityPem);
        Write("account/token", FakeLeaseApi.Token);
        foreach (var tool in ToolMachine.Tools)
        {
            Write($"bin/{tool}", $"#!/bin/sh\nexec '{Path.Combine(AppContext.BaseDirectory, "lustre-tools")}' {tool} \"$@\"\n");
            File.SetUnixFileMode(At($"bin/{tool}"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Events of any kernel that mean lost data.</summary>
    public IReadOnlyList<KernelEvent> Losses
    {
        get
        {
            lock (_losses)
                return [.. _losses];
        }
    }

    public static async Task<SimulatedRoom> CreateAsync() => new(await FakeLeaseApi.StartAsync());

    /// <summary>Boots a node, numbered from 1.</summary>
    public async Task<KernelHost> BootAsync(int node, int boot = 1)
    {
        var (uuid, id) = ($"aaaaaaaa-0000-4000-8000-00000000000{node}", $"bbbbbbbb-0000-4000-8000-00000000{boot:d3}{node}");
        Write($"n{node}/proc/sys/kernel/random/boot_id", id);
        Write($"n{node}/sys/class/dmi/id/product_uuid", uuid);
        var kernel = new KernelHost(new KernelHostOptions
        {
            NodeName = $"n{node}", SystemUuid = uuid, BootId = id, Nids = [$"10.0.0.{node}@tcp"], SocketPath = At($"k{node}.sock"),
            Interfaces = [.. Rails.Select((name, i) => new NetInterface(name, $"10.0.{i}.{node}"))], MountTableDirectory = At($"n{node}/mounts"),
            Catalog = _catalog, DelayFactor = DelayFactor, SocketOfNid = nid => At($"k{nid[7]}.sock"),
        });
        Write($"n{node}/sys/module/spl/parameters/spl_hostid", $"{kernel.State.HostId}\n");
        kernel.Happened += (_, happened) =>
        {
            if (happened.Kind != KernelEventKind.DataLoss)
                return;
            lock (_losses)
                _losses.Add(happened);
        };
        await kernel.StartAsync();
        _kernels[node] = kernel;
        _parts.Add(kernel);
        return kernel;
    }

    /// <summary>Adds a device that every node reaches.</summary>
    public async Task<DeviceRef> DeviceAsync()
    {
        var device = await _catalog.CreateAsync(64 << 20);
        return new DeviceRef(device.Id, _catalog.PathOf(device), device.SizeBytes);
    }

    /// <summary>Starts an agent on a node and connects to it.</summary>
    public async Task<(AgentProcess Process, IAgentSession Session)> AgentAsync(int node, TargetId target, long incarnation)
    {
        var socket = At($"a{++_sockets}.sock");
        var id = new IncarnationId(1, incarnation, "n");
        _kernels[node].PodStarts(PodUid(target, incarnation));
        var agent = AgentProcess.Start(
            ["target", "--namespace", "hpc", "--pod", target.ObjectName, "--label", target.Label, "--incarnation", id.ToString(),
                "--listen", $"unix:{socket}"],
            new Dictionary<string, string>
            {
                ["KUBERNETES_SERVICE_HOST"] = "127.0.0.1",
                ["KUBERNETES_SERVICE_PORT"] = $"{_api.Port}",
                ["POD_UID"] = PodUid(target, incarnation),
                ["LUSTRE_SERVICEACCOUNT_DIR"] = At("account"),
                ["LUSTRE_HOST_ROOT"] = At($"n{node}"),
                ["LUSTRE_KERNEL_SOCKET"] = At($"k{node}.sock"),
                ["LUSTRE_MOUNT_TABLE"] = MountTable(node, target, incarnation),
                ["PATH"] = At("bin") + ":/usr/bin:/bin",
            });
        using var bound = new CancellationTokenSource(Eventually.Within);
        var session = await new GrpcAgents(null, TimeProvider.System).ConnectAsync($"unix:{socket}", id, bound.Token);
        _parts.Add(agent);
        _parts.Add(session);
        return (agent, session);
    }

    /// <summary>Starts a node's own agent; returns where it listens.</summary>
    public async Task<string> NodeAgentAsync(int node)
    {
        var socket = At($"node{node}-{++_sockets}.sock");
        _parts.Add(AgentProcess.Start(
            ["node", "--node", $"n{node}", "--listen", $"unix:{socket}", "--state-directory", At($"n{node}/state"), "--watchdog", $"unix:{At("dog.sock")}"],
            new Dictionary<string, string>
            {
                ["KUBERNETES_SERVICE_HOST"] = "127.0.0.1",
                ["KUBERNETES_SERVICE_PORT"] = $"{_api.Port}",
                ["LUSTRE_SERVICEACCOUNT_DIR"] = At("account"),
                ["LUSTRE_HOST_ROOT"] = At($"n{node}"),
                ["LUSTRE_KERNEL_SOCKET"] = At($"k{node}.sock"),
                ["PATH"] = At("bin") + ":/usr/bin:/bin",
            }));
        await Eventually.TrueAsync(() => File.Exists(socket), "the node agent listens");
        return $"unix:{socket}";
    }

    /// <summary>A node's image lacks a tool.</summary>
    public void RemoveTool(string name) => File.Delete(At($"bin/{name}"));

    /// <summary>Runs a tool in a node's kernel.</summary>
    public Task<ToolReply> RunAsync(int node, string line) => _kernels[node].RunAsync(new ToolCaller([.. line.Split(' ')]));

    /// <summary>File that shows a pod's mounts.</summary>
    public string MountTable(int node, TargetId target, long incarnation) => At($"n{node}/mounts/{PodUid(target, incarnation)}");

    public static string PodUid(TargetId target, long incarnation) => $"{target.ObjectName}-{incarnation}";

    public static AgentOrder Order(AgentOperation operation, TargetId target, DeviceRef device, string uuid = "") => new(
        operation, target, device, "ldiskfs", ["10.0.0.1@tcp", "10.0.0.2@tcp"], ["10.0.0.1@tcp", "10.0.0.2@tcp"], uuid, 60);

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        await _api.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private string At(string file) => Path.Combine(_root, file);

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
        File.WriteAllText(At(file), text);
    }
}
