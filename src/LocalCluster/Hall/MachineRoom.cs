using LustreSupervisor.LocalCluster.Hall.Redfish;
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
    private readonly Func<string, Machine> make;
    private readonly RedfishServer redfish;

    /// <summary>Machines without power, one a node.</summary>
    /// <param name="options">Set-up of the cluster.</param>
    /// <param name="starter">Starts node processes.</param>
    /// <param name="bmcPassword">Password of the controllers.</param>
    /// <param name="bmcPort">Loopback port of the controllers; 0 takes a free one.</param>
    /// <param name="log">The hall's log.</param>
    /// <param name="time">Clock.</param>
    /// <param name="hallStops">Ends power operations under way.</param>
    public MachineRoom(
        HallOptions options, ChildStarter starter, string bmcPassword, int bmcPort, ILogger log, TimeProvider time, CancellationToken hallStops)
    {
        make = name => new Machine(
            name, NodeIdentity.EnsureMachine(options.Directory, name), powerOnId => Boot(options, starter, name, powerOnId), log, time);
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
    public Task StartAsync(CancellationToken cancellationToken) => redfish.StartAsync(cancellationToken);

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
        lock (gate)
            machines.Add(node, machine);
        return machine;
    }

    /// <summary>Takes a machine away that has no power, and its controller with it.</summary>
    /// <param name="machine">The machine.</param>
    public void Remove(Machine machine)
    {
        lock (gate)
            machines.Remove(machine.Name);
        machine.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await redfish.DisposeAsync();
        foreach (var machine in All)
            machine.Dispose();
    }

    private Machine? FindUuid(string uuid) => All.FirstOrDefault(machine => machine.SystemUuid.Equals(uuid, StringComparison.OrdinalIgnoreCase));

    private static ChildProcess Boot(HallOptions options, ChildStarter starter, string name, string powerOnId) => starter.Start(
        HallRole.Node,
        name,
        ["internal", "node", name, "--state-dir", options.Directory.Root],
        new Dictionary<string, string> { [HallMarkers.PowerOn] = powerOnId });
}
