using LustreSupervisor.Simulation.Agents;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>No agent does what was ordered of another life: its pod is at its end, or not meant.</summary>
internal sealed class OwnOrdersOnly : Invariant
{
    internal override void Obeys(TargetAgent agent, IncarnationId named)
    {
        if (named != agent.Pod.Incarnation)
            Violated($"{agent.Name} takes an order for life {named.Number}");
    }
}
