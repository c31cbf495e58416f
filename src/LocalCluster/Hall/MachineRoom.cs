using System.Globalization;
using LustreSupervisor.LocalCluster.Hall.Network;
using LustreSupervisor.LocalCluster.Hall.Redfish;
using LustreSupervisor.LocalCluster.Hall.Watchdogs;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>All machines of a hall, and their management controllers.</summary>
internal sealed class MachineRoom : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Machine> machines;
    private readonly Dictionary<string, MachineWatchdog> watchdogs = [];
    private readonly Func<string, Machine> make;
    private readonly Func<Machine, MachineWatchdog> guard;
    private readonly RedfishServer redfish;

    /// <summary>Machines without power, one a node.</summary>
    /// <param name="options">Set-up of the cluster.</param>
    /// <param name="starter">Starts node processes.</param>
    /// <param name="bmcPassword">Password of the controllers.</param>
    /// <param name="bmcPort">Loopback port of the controllers; 0 takes a free one.</param>
    /// <param name="network">The way of its nodes to the others.</param>
    /// <param name="runtimeDirectory">Directory of the UNIX sockets.</param>
    /// <param name="log">The hall's log.</param>
    /// <param name="time">Clock.</param>
    /// <param name="hallStops">Ends power operations under way.</param>
    public MachineRoom(
        HallOptions options, ChildStarter starter, string bmcPassword, int bmcPort, NetworkSwitch network, string runtimeDirectory, ILogger log,
        TimeProvider time, CancellationToken hallStops)
    {
        guard = machine => Guard(machine, runtimeDirectory, log, time, hallStops);
        make = name => new Machine(
            name, NodeIdentity.EnsureMachine(options.Directory, name), powerOnId => Boot(options, starter, network, name, powerOnId), log, time);
        machines = options.Nodes.ToDictionary(name => name, make);
        redfish = new RedfishServer(FindUuid, bmcPassword, bmcPort, hallStops);
    }

    /// <summary>Port of the management controllers.</summary>
    public int BmcPort => redfish.Port;

    /// <summary>The machines, by the names of their nodes.</summary>
    public IReadOnlyCollection<Machine> All
    {
        get
        {
            lock (gate)
                return [.. machines.Values];
        }
    }

    /// <summary>Starts the controllers; the machines stay off.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var machine in All)
            watchdogs[machine.Name] = guard(machine);
        return redfish.StartAsync(cancellationToken);
    }

    /// <summary>The machine of a node.</summary>
    /// <param name="node">Node name.</param>
    /// <exception cref="StateException">There is none.</exception>
    public Machine Find(string node)
    {
        lock (gate)
        {
            return machines.TryGetValue(node, out var machine)
                ? machine
                : throw new StateException($"There is no node '{node}'; there are {string.Join(", ", machines.Keys)}.");
        }
    }

    /// <summary>Puts up a machine without power.</summary>
    /// <param name="node">Name of its node, which is new.</param>
    public Machine Add(string node)
    {
        var machine = make(node);
        var watchdog = guard(machine);
        lock (gate)
        {
            machines.Add(node, machine);
            watchdogs[node] = watchdog;
        }

        return machine;
    }

    /// <summary>Takes a machine away that has no power, and its controller with it.</summary>
    /// <param name="machine">The machine.</param>
    public async Task RemoveAsync(Machine machine)
    {
        MachineWatchdog? watchdog;
        lock (gate)
        {
            machines.Remove(machine.Name);
            watchdogs.Remove(machine.Name, out watchdog);
        }

        if (watchdog is not null)
            await watchdog.DisposeAsync();
        machine.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await redfish.DisposeAsync();
        foreach (var watchdog in watchdogs.Values)
            await watchdog.DisposeAsync();
        foreach (var machine in All)
            machine.Dispose();
    }

    private Machine? FindUuid(string uuid) => All.FirstOrDefault(machine => machine.SystemUuid.Equals(uuid, StringComparison.OrdinalIgnoreCase));

    private static MachineWatchdog Guard(
        Machine machine, string runtimeDirectory, ILogger log, TimeProvider time, CancellationToken hallStops)
    {
        var watchdog = new MachineWatchdog(
            machine.Name, RuntimeDirectory.WatchdogSocket(runtimeDirectory, machine.Name), () => machine.ResetAsync(hallStops), time, log);
        machine.PowerLost = watchdog.Disarm;
        return watchdog;
    }

    private static ChildProcess Boot(HallOptions options, ChildStarter starter, NetworkSwitch network, string name, string powerOnId) => starter.Start(
        HallRole.Node,
        name,
        ["internal", "node", name, "--state-dir", options.Directory.Root],
        new Dictionary<string, string>
        {
            [HallMarkers.PowerOn] = powerOnId,
            [NodeCredentials.ApiVariable] = string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{network.Attach(name)}"),
        });
}
