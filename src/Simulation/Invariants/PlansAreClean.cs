using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>Every journaled plan passes the plan checker.</summary>
internal sealed class PlansAreClean : Invariant
{
    internal override void OtherJournaled(string id, IDomainEvent e)
    {
        if (e is LayoutPlanned && World.Witness.Filesystems.GetValueOrDefault(id) is { } state)
            foreach (var fault in PlanChecker.Faults(state))
                Violated($"{id}: {fault}");
    }
}
