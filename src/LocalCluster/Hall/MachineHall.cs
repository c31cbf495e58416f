using System.Globalization;
using LustreSupervisor.LocalCluster.Api.Store.Snapshots;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.LocalCluster.Hall.Network;
using LustreSupervisor.LocalCluster.Hall.Roster;
using LustreSupervisor.LocalCluster.Hall.Startup;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>
/// The machine room of a laptop cluster: starts the API server, the nodes and the supervisor, plays the machines' management
/// controllers, and ends everything. It restarts nothing by itself: what is killed stays dead until somebody decides otherwise.
/// </summary>
public sealed class MachineHall : IHallControl, IAsyncDisposable
{
    private readonly HallOptions options;
    private readonly TimeProvider time;
    private readonly StateLock stateLock;
    private readonly ILoggerFactory logs;
    private readonly LogFile logFile;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource stopAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim supervisorTurn = new(1, 1);
    private readonly ProcessTable table;
    private readonly ChildStarter starter;
    private readonly NetworkSwitch network;
    private readonly MachineRoom room;
    private readonly FaultInjector faults;
    private readonly ControlServer control;
    private readonly Readiness readiness;
    private readonly ApiServerKeeper apiServer;
    private readonly NodeRoster nodes;
    private readonly string runtimeDirectory;
    private ChildProcess? supervisor;
    private bool ready;

    private MachineHall(HallOptions options, StateLock stateLock, LogFile logFile, StateRecord marker, TimeProvider time)
    {
        this.options = options;
        this.stateLock = stateLock;
        this.logFile = logFile;
        this.time = time;
        runtimeDirectory = marker.RuntimeDirectory;
        logs = LoggerFactory.Create(builder => builder.AddProvider(
            new LineLoggerProvider(time, line => logFile.Write(System.Text.Encoding.UTF8.GetBytes(line)))));
        log = logs.CreateLogger<MachineHall>();
        table = new ProcessTable(options.Directory);
        starter = new ChildStarter(options, table, log);
        network = new NetworkSwitch(options.Directory, runtimeDirectory);
        room = new MachineRoom(
            options, starter, Secrets.Ensure(options.Directory.BmcPasswordFile), marker.Ports.Bmc, network, runtimeDirectory, log, time, stopping.Token);
        readiness = new Readiness(options.Directory, time);
        apiServer = new ApiServerKeeper(options, starter, readiness, time, log);
        nodes = new NodeRoster(options, room, readiness, time, log);
        var targets = new TargetPlaces(options.Directory);
        faults = new FaultInjector(
            room, KillAsync, new KernelOrders(room, options.Directory, runtimeDirectory, time),
            new DeviceFaults(new DeviceCatalog(options.Directory.DevicesDirectory), targets), targets, time, log, stopping.Token);
        control = new ControlServer(RuntimeDirectory.HallSocket(runtimeDirectory), this);
    }

    /// <summary>Completes when somebody asked, over the control socket, for the end of it all.</summary>
    public Task StopAsked => stopAsked.Task;

    /// <summary>Starts a cluster and returns when it is complete: API up, nodes Ready, supervisor ready.</summary>
    /// <param name="options">Set-up.</param>
    /// <param name="time">Clock.</param>
    /// <param name="stage">Told what is being waited for.</param>
    /// <param name="cancellationToken">Gives up; whatever was started is ended.</param>
    /// <exception cref="StateException">The directory is foreign, in use or unwritable, or a part does not start.</exception>
    public static async Task<MachineHall> StartAsync(
        HallOptions options, TimeProvider time, Action<string> stage, CancellationToken cancellationToken)
    {
        options.Directory.Claim();
        var stateLock = StateLock.Take(options.Directory);
        MachineHall? hall = null;
        try
        {
            var cleaned = await DeadHall.CleanUpAsync(options.Directory, time, cancellationToken);
            var marker = await HallPreparation.PrepareAsync(options, cancellationToken);
            hall = new MachineHall(options, stateLock, new LogFile(options.Directory.LogFile("hall")), marker, time);
            if (cleaned > 0)
                HallLog.CleanedUp(hall.log, cleaned);
            await hall.StartPartsAsync(marker, stage, cancellationToken);
            return hall;
        }
        catch
        {
            if (hall is not null)
                await hall.DisposeAsync();
            else
                stateLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<HallStatus> StatusAsync(CancellationToken cancellationToken) => new(
        ready,
        options.ManagementPort,
        options.DelayFactor,
        [.. room.All.Select(Describe)],
        table.Living(),
        await faults.ActiveFaultsAsync(cancellationToken));

    /// <inheritdoc/>
    public Task<FaultOutcome> InjectAsync(FaultOrder order, CancellationToken cancellationToken) => faults.InjectAsync(order, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActiveFault>> ActiveFaultsAsync(CancellationToken cancellationToken) => faults.ActiveFaultsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<HallProcess> StartSupervisorAsync(CancellationToken cancellationToken)
    {
        await supervisorTurn.WaitAsync(cancellationToken);
        try
        {
            if (supervisor is { Identity.IsAlive: true })
                throw new StateException($"The supervisor runs already, as process {supervisor.Identity.Pid}.");
            supervisor?.Dispose();
            supervisor = starter.Start(
                HallRole.Supervisor, "supervisor", SupervisorArguments(),
                new Dictionary<string, string> { ["LUSTRE_NETWORK_SWITCH"] = RuntimeDirectory.SwitchSocket(runtimeDirectory, null) });
            return new HallProcess(HallRole.Supervisor, "supervisor", supervisor.Identity.Pid, supervisor.Identity.StartTicks);
        }
        finally
        {
            supervisorTurn.Release();
        }
    }

    /// <inheritdoc/>
    public Task<HallProcess> StartApiServerAsync(CancellationToken cancellationToken) => apiServer.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<SnapshotInfo> RestoreSnapshotAsync(SnapshotRestore order, CancellationToken cancellationToken) =>
        apiServer.RestoreAsync(order, cancellationToken);

    /// <inheritdoc/>
    public Task<MachineStatus> AddNodeAsync(NodeAddition order, CancellationToken cancellationToken) => nodes.AddAsync(order, cancellationToken);

    /// <inheritdoc/>
    public Task<MachineStatus> RemoveNodeAsync(string node, NodeRemoval order, CancellationToken cancellationToken) =>
        nodes.RemoveAsync(node, order, cancellationToken);

    /// <inheritdoc/>
    public Task<HallProcess> RebootNodeAsync(string node, CancellationToken cancellationToken) => nodes.RebootAsync(node, cancellationToken);

    /// <inheritdoc/>
    public Task<MachineStatus> IsolateNodeAsync(string node, CancellationToken cancellationToken)
    {
        var machine = room.Find(node);
        if (!network.Cuts.Isolate(node))
            throw new StateException($"{node} is cut off already.");
        HallLog.Isolated(log, node);
        return Task.FromResult(Describe(machine));
    }

    /// <inheritdoc/>
    public Task<MachineStatus> RejoinNodeAsync(string node, CancellationToken cancellationToken)
    {
        var machine = room.Find(node);
        if (!network.Cuts.Rejoin(node))
            throw new StateException($"{node} is not cut off.");
        HallLog.Rejoined(log, node);
        return Task.FromResult(Describe(machine));
    }

    /// <inheritdoc/>
    public async Task<HallProcess> KillAsync(KillOrder order, CancellationToken cancellationToken)
    {
        var process = table.Living().FirstOrDefault(found => found.Role == order.Role && found.Name == order.Name)
            ?? throw new StateException($"No {order.Role.ToString().ToLowerInvariant()} '{order.Name}' runs here.");
        if (process.Role == HallRole.Hall)
            throw new StateException("The hall does not kill itself: use 'supervisor local down'.");
        _ = process.Identity.Send(Signal.Kill);
        if (!await ProcessReaper.IsGoneWithinAsync(process.Identity, HallShutdown.KillLimit, time, cancellationToken))
            throw new StateException($"Process {process.Pid} of {order.Name} would not die.");
        HallLog.Killed(log, process.Role, process.Name, process.Pid);
        return process;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopAsked.TrySetResult();
        return Task.CompletedTask;
    }

    /// <summary>Ends everything that was started and leaves the directory as after a clean shut-down.</summary>
    public async ValueTask DisposeAsync()
    {
        HallLog.Stopping(log);
        await stopping.CancelAsync();
        var booted = room.All.Select(machine => machine.Node).OfType<ChildProcess>().ToList();
        await HallShutdown.EndAsync(supervisor, booted, apiServer.Process, table.RunId, time);
        await control.DisposeAsync();
        await room.DisposeAsync();
        await network.DisposeAsync();
        HallShutdown.Leave(options.Directory, runtimeDirectory);
        supervisor?.Dispose();
        apiServer.Dispose();
        nodes.Dispose();
        supervisorTurn.Dispose();
        stopping.Dispose();
        logs.Dispose();
        logFile.Dispose();
        stateLock.Dispose();
    }

    private async Task StartPartsAsync(StateRecord marker, Action<string> stage, CancellationToken cancellationToken)
    {
        table.Open();
        network.Start();
        await room.StartAsync(cancellationToken);
        options.Directory.WriteMarker(marker with { Ports = marker.Ports with { Bmc = room.BmcPort } });
        await control.StartAsync(cancellationToken);

        stage("starting the API server");
        await apiServer.StartAsync(cancellationToken);
        using var client = readiness.Connect();
        await CustomResources.ApplyAsync(client, cancellationToken);
        await AccessRules.ApplyAsync(client, cancellationToken);
        await SupervisorAccount.FetchAsync(client, options.Directory, time, cancellationToken);

        stage($"booting {options.Nodes.Count} nodes");
        foreach (var machine in room.All)
            await machine.PowerOnAsync(cancellationToken);
        await Task.WhenAll(room.All.Select(machine => readiness.ForNodeAsync(client, machine.Name, machine.Node!, cancellationToken)));

        if (options.WithSupervisor)
        {
            stage("starting the supervisor");
            await StartSupervisorAsync(cancellationToken);
            await readiness.ForSupervisorAsync(options.ManagementPort, supervisor!, cancellationToken);
        }

        ready = true;
        HallLog.Ready(log);
    }

    private MachineStatus Describe(Machine machine) =>
        new(machine.Name, machine.SystemUuid, machine.Power, machine.IsFrozen) { Isolated = network.Cuts.IsIsolated(machine.Name) };

    private string[] SupervisorArguments() =>
    [
        "run",
        "--state-dir", options.Directory.Root,
        "--kubeconfig", SupervisorAccount.WriteKubeconfig(options.Directory),
        "--own-namespace", SupervisorAccount.Namespace,
        "--journal", options.Directory.JournalFile,
        "--management-port", options.ManagementPort.ToString(CultureInfo.InvariantCulture),
        "--management-token-file", options.Directory.ManagementTokenFile,
        .. options.AgentsOverTcp ? (string[])[] : ["--agent-directory", runtimeDirectory],
        "--bmc-password-file", options.Directory.BmcPasswordFile,
    ];
}
