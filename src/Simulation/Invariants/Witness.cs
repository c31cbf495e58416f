using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.Simulation.Agents;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Supervisors;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>A broken invariant.</summary>
internal sealed record Breach(string Invariant, TimeSpan At, string What);

/// <summary>Tells every invariant what happens, and keeps what the journal says of each entity.</summary>
internal sealed class Witness
{
    private readonly World _world;
    private readonly Invariant[] _invariants = InvariantList.Create();

    internal Witness(World world)
    {
        _world = world;
        foreach (var invariant in _invariants)
            invariant.Attach(world, this);
    }

    internal Breach? First { get; private set; }

    internal SortedDictionary<string, ServerState> Servers { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, FilesystemState> Filesystems { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, MachineState> Machines { get; } = new(StringComparer.Ordinal);

    internal void Violated(Invariant invariant, string what) => Violated(invariant.Name, what);

    internal void Violated(string invariant, string what)
    {
        _world.Trace.Add("VIOLATION", $"{invariant}: {what}");
        First ??= new Breach(invariant, _world.Agenda.Elapsed, what);
    }

    internal void FormatBegins(Machine machine, Device device, ToolCaller? what)
    {
        Each(i => i.FormatBegins(machine, device, what));
        device.Wiped = false;
    }

    internal void MountsChanged(Machine machine) => Each(i => i.MountsChanged(machine));

    internal void QueuedWriteLands(Machine machine, Device device) => Each(i => i.QueuedWriteLands(machine, device));

    internal void Happened(Machine machine, KernelEvent happened) => Each(i => i.Happened(machine, happened));

    internal void ToolBegins(TargetAgent agent, ImmutableArray<string> argv) => Each(i => i.ToolBegins(agent, argv));

    internal void Obeys(TargetAgent agent, IncarnationId named) => Each(i => i.Obeys(agent, named));

    internal void SaidAbsent(TargetAgent agent) => Each(i => i.SaidAbsent(agent));

    internal void Fenced(Machine machine, string bootId, string by) => Each(i => i.Fenced(machine, bootId, by));

    internal void SupervisorCreates(ServerEntity entity, ServerSpec spec) => Each(i => i.SupervisorActs(entity.Id, $"creates a pod of {spec.Target.ObjectName}", null));

    internal void SupervisorDeletes(ServerEntity entity, string key, string uid) => Each(i => i.SupervisorActs(entity.Id, $"deletes pod {uid} of {key}", uid));

    internal void SupervisorOrders(ServerEntity entity, ServerSpec spec, TargetOperation operation) =>
        Each(i => i.SupervisorActs(entity.Id, $"orders {operation} of {spec.Target.ObjectName}", null));

    internal void Settled() => Each(i => i.Settled());

    internal void Journaled(string id, IReadOnlyList<IDomainEvent> events)
    {
        foreach (var e in events)
        {
            if (_world.Trace.On && Told(e) is { } text)
                _world.Trace.Add(id, text);
            switch (e)
            {
                case ServerEvent server:
                    var before = Servers.GetValueOrDefault(id, ServerState.Initial);
                    var after = Servers[id] = ServerEvolver.Evolve(before, server);
                    Each(i => i.ServerJournaled(id, before, server, after));
                    break;
                case FilesystemEvent filesystem:
                    Filesystems[id] = FilesystemEvolver.Evolve(Filesystems.GetValueOrDefault(id, FilesystemState.Initial), filesystem);
                    Each(i => i.OtherJournaled(id, e));
                    break;
                case MachineEvent machine:
                    Machines[id] = MachineDecider.Evolve(Machines.GetValueOrDefault(id, MachineState.Initial), machine);
                    Each(i => i.OtherJournaled(id, e));
                    break;
            }
        }
    }

    private static string? Told(IDomainEvent e) => e switch
    {
        ServerResumed or FilesystemResumed or MachineResumed => null,
        IncarnationPlanned x => $"IncarnationPlanned {x.Id.Epoch}.{x.Id.Number} on {x.Node} ({x.Meta.Cause})",
        BootSeen x => $"BootSeen {x.BootId}",
        _ => $"{e.GetType().Name}: {e.Meta.Cause} [{e.Meta.By}]",
    };

    private void Each(Action<Invariant> tell)
    {
        foreach (var invariant in _invariants)
            tell(invariant);
    }
}
