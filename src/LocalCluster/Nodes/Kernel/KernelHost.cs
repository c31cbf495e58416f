using System.Text.Json;
using LustreSupervisor.LocalCluster.Nodes.Data;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>
/// A node's simulated kernel: runs inside the node process and answers Lustre's tools on a UNIX socket. Its state lives in this
/// process only, so killing the process is a kernel crash: mounts vanish, MMP stays unclean on the devices.
/// <see cref="DisposeAsync"/> is a power-off: nothing is unmounted.
/// </summary>
public sealed class KernelHost : IAsyncDisposable
{
    private readonly KernelHostOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _down = new();
    private readonly SimulatedKernel _kernel;
    private readonly CommandRunner _runner;
    private readonly TargetKeepers _keepers;
    private readonly TargetServers _servers;
    private readonly PoolKeepers _pools;
    private readonly PodRegistry _pods = new();
    private readonly MountTables _tables;
    private readonly MgsNews _news;
    private Task _telling = Task.CompletedTask;
    private KernelListener? _listener;
    private DataListener? _clients;
    private bool _disposed;

    /// <summary>Prepares a kernel; nothing happens before <see cref="StartAsync"/>.</summary>
    public KernelHost(KernelHostOptions options, ILogger<KernelHost>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _logger = logger ?? NullLogger<KernelHost>.Instance;
        _kernel = new SimulatedKernel(options, _logger);
        _servers = new TargetServers(_kernel, options, _logger, _down.Token);
        _keepers = new TargetKeepers(_kernel, _servers, options, _logger, _down.Token);
        var network = new Network(_kernel, options);
        _runner = new CommandRunner(_kernel, _servers, network, options, _logger);
        _news = new MgsNews(_kernel, network, _down.Token);
        _kernel.ConfigChanged += _news.Changed;
        _kernel.WritersChanged += _keepers.Reconcile;
        _pools = new PoolKeepers(_kernel, options, _logger, _down.Token);
        _kernel.PoolsChanged += _pools.Reconcile;
        _tables = new MountTables(_kernel, options.MountTableDirectory, _logger);
        _kernel.WritersChanged += _tables.Reconcile;
        _kernel.Happened += happened => Happened?.Invoke(this, happened);
    }

    /// <summary>Something that a kernel's log would tell; <see cref="KernelEventKind.DataLoss"/> above all. Raised on any thread.</summary>
    public event EventHandler<KernelEvent>? Happened;

    /// <summary>Targets in this kernel now, those that start or stop included.</summary>
    public IReadOnlyList<MountInfo> Mounts => [.. _kernel.State.Targets.Values.Select(MountInfo.Of)];

    /// <summary>The model's state now, for tests and displays.</summary>
    public KernelState State => _kernel.State;

    /// <summary>Boots: listens on the socket.</summary>
    /// <exception cref="IOException">The socket path is too long or not usable, or another process answers on it.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        _tables.Clear();
        _listener = await KernelListener.OpenAsync(_options.SocketPath, ServeAsync, _logger, _down.Token, cancellationToken);
        _telling = _news.RunAsync();
        if (_options.DataSocketPath is { } path)
            _clients = DataListener.Open(path, new ClientService(_kernel, _servers, _options).ServeAsync, _logger, _down.Token);
        KernelLog.Booted(_logger, _options.NodeName, _options.SocketPath, _options.BootId, _options.DelayFactor);
    }

    /// <summary>Runs a tool as a process of this node would, without a socket.</summary>
    /// <param name="caller">Argument vector and process.</param>
    /// <param name="cancellationToken">Cancelled as if the tool's process were killed.</param>
    public async Task<ToolReply> RunAsync(ToolCaller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        using var call = _pods.Enter(caller.PodUid, cancellationToken);
        if (call is null)
            return new ToolReply(Errno.Perm, "", $"{caller.Tool}: the pod {caller.PodUid} has ended\n");
        var reply = await _runner.RunAsync(ToolMachine.Begin(caller, _kernel.State), call.Gone, _down.Token);
        // A system call that outlived its pod: what it mounted goes the way of the pod's other mounts.
        if (_pods.HasEnded(caller.PodUid))
            await TakeDownAsync(caller.PodUid);
        return reply;
    }

    /// <summary>Breaks something in this kernel, or heals it again.</summary>
    /// <param name="fault">The order.</param>
    /// <returns>Exit 0, or an error number with what was wrong with the order on standard error.</returns>
    public Task<ToolReply> InjectAsync(KernelFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return _kernel.InjectAsync(fault, _down.Token);
    }

    /// <summary>Gives a pod a mount name space, before its first process starts: its mount table is there when this returns.</summary>
    /// <param name="podUid">The pod.</param>
    public void PodStarts(string podUid)
    {
        ArgumentException.ThrowIfNullOrEmpty(podUid);
        _tables.Open(podUid);
    }

    /// <summary>
    /// Tells the kernel that a pod's last process has died. Commands under way for it end where a signal would end them; its mounts
    /// go a little later (200 ms in Lustre's own time), failover-style: clients stay known, MMP is left clean. Nothing of that pod
    /// is carried out from now on.
    /// </summary>
    /// <returns>Completes when every mount of the pod is gone. A second call waits for the same.</returns>
    public Task PodEndedAsync(string podUid, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(podUid);
        _tables.Close(podUid);
        return _pods.EndAsync(podUid, () => TakeDownAsync(podUid)).WaitAsync(cancellationToken);
    }

    /// <summary>Power off: the socket goes, every command is dropped, devices stay as they are.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _down.CancelAsync();
        if (_listener is not null)
            await _listener.DisposeAsync();
        if (_clients is not null)
            await _clients.DisposeAsync();
        await _keepers.EndAsync();
        await _pools.EndAsync();
        await _telling;
        await _servers.DisposeAsync();
        _down.Dispose();
    }

    private async Task TakeDownAsync(string podUid)
    {
        try
        {
            await Task.WhenAll(ToolMachine.EndPod(_kernel.State, podUid).Select(t => _runner.RunAsync(t, CancellationToken.None, _down.Token)));
        }
        catch (OperationCanceledException) when (_down.IsCancellationRequested)
        {
            // The kernel itself went down: there is nothing left to unmount.
        }
    }

    private ToolReply Learn(string fsName, string view)
    {
        _kernel.Learn(fsName, FilesystemView.Parse(view));
        return new ToolReply(0, "", "");
    }

    private async Task<ToolReply> ServeAsync(string line, CancellationToken callerGone)
    {
        KernelRequest? request;
        try
        {
            request = JsonSerializer.Deserialize(line, ToolProtocolJson.Default.KernelRequest);
        }
        catch (JsonException error)
        {
            KernelLog.BadRequest(_logger, error.Message);
            return new ToolReply(Errno.Invalid, "", "the request is no JSON line of the tool protocol\n");
        }
        return request switch
        {
            { Argv: { } argv } => await RunAsync(
                new ToolCaller([.. argv.Select(a => a ?? "")], request.Pid, request.PodUid ?? "", request.Incarnation ?? "", request.Input),
                callerGone),
            { Fault: { } fault } => await InjectAsync(fault),
            { Ping: { } nid } when !_kernel.State.Nids.Contains(nid) => new ToolReply(Errno.Io, "", ""),
            { ToNid: { } nid } when !_kernel.State.Nids.Contains(nid) => new ToolReply(Errno.Shutdown, "", ""),
            { FromNid: { } from } when !_kernel.State.Reaches(from) => new ToolReply(Errno.Shutdown, "", ""),
            { Register: { } registration } => await _kernel.RegisterAsync(registration, _down.Token),
            { ViewOf: { } fsName, View: { } view } => Learn(fsName, view),
            { Ping: not null } => new ToolReply(0, string.Join('\n', _kernel.State.Nids), ""),
            _ => new ToolReply(Errno.Invalid, "", "the request names neither argv, register, ping nor fault\n"),
        };
    }
}
