using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LocalCluster.Tests.Kernel;

/// <summary>A directory with devices, and kernels that share them.</summary>
internal sealed class Room : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("lk").FullName;
    private readonly List<KernelHost> _hosts = [];

    public Room()
    {
        Catalog = new DeviceCatalog(Path.Combine(_directory, "devices"));
        MountPoint = Directory.CreateDirectory(Path.Combine(_directory, "mnt")).FullName;
    }

    public DeviceCatalog Catalog { get; }

    public string MountPoint { get; }

    public ConcurrentQueue<KernelEvent> Events { get; } = new();

    public string Socket(string node) => Path.Combine(_directory, $"kernel-{node}.sock");

    public string DataSocket(string node) => Path.Combine(_directory, $"lnet-{node}.sock");

    public async Task<KernelHost> BootAsync(string node, double factor = 0.01, string boot = "boot-1", bool oldMmpErrno = false, TimeProvider? time = null)
    {
        var host = new KernelHost(new KernelHostOptions
        {
            NodeName = node,
            SystemUuid = $"uuid-{node}",
            BootId = $"{node}-{boot}",
            Nids = [Nid(node)],
            SocketPath = Socket(node),
            DataSocketPath = DataSocket(node),
            Catalog = Catalog,
            DelayFactor = factor,
            OldMmpErrno = oldMmpErrno,
            TimeProvider = time ?? TimeProvider.System,
            SocketOfNid = nid => nid.StartsWith("10.0.0.", StringComparison.Ordinal) ? Socket($"n{nid[7]}") : null,
        });
        host.Happened += (_, happened) => Events.Enqueue(happened);
        await host.StartAsync(TestContext.Current.CancellationToken);
        _hosts.Add(host);
        return host;
    }

    public static string Nid(string node) => $"10.0.0.{node[^1]}@tcp";

    public async Task<string> DeviceAsync(params string[] nodes)
    {
        var device = await Catalog.CreateAsync(
            64 << 20, nodes: nodes.Length == 0 ? null : nodes, cancellationToken: TestContext.Current.CancellationToken);
        return Catalog.PathOf(device);
    }

    /// <summary>Calls a tool over the node's socket, as the tools do.</summary>
    public async Task<ToolReply> CallAsync(string node, string line, string? pod = null, string? incarnation = null, CancellationToken killed = default)
    {
        return await SendAsync(node, new KernelRequest { Argv = line.Split(' '), Pid = 1, PodUid = pod, Incarnation = incarnation }, killed);
    }

    /// <summary>Breaks something in a node's kernel, as the hall does.</summary>
    public async Task InjectAsync(string node, KernelFault fault) => Assert.Equal(
        0, (await SendAsync(node, new KernelRequest { Fault = fault }, TestContext.Current.CancellationToken)).Exit);

    private async Task<ToolReply> SendAsync(string node, KernelRequest request, CancellationToken killed)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket(node)), killed);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(request, ToolProtocolJson.Default.KernelRequest), (byte)'\n'], killed);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadLineAsync(killed) ?? throw new IOException("the kernel hung up");
        return JsonSerializer.Deserialize(answer, ToolProtocolJson.Default.ToolReply)!;
    }

    public async Task<ToolReply> OkAsync(string node, string line, string? pod = null, string? incarnation = null)
    {
        var reply = await CallAsync(node, line, pod, incarnation, TestContext.Current.CancellationToken);
        Assert.True(reply.Exit == 0, $"{line} exited {reply.Exit}: {reply.Stderr}");
        return reply;
    }

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"{what}: not within {Patience.TotalSeconds} s");
            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
