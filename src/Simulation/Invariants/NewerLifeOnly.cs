using System.Collections.Immutable;
using LustreSupervisor.Simulation.Agents;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>Once a life began to format or mount a target, no older one begins it any more.</summary>
internal sealed class NewerLifeOnly : Invariant
{
    private readonly Dictionary<string, IncarnationId> _newest = new(StringComparer.Ordinal);

    internal override void ToolBegins(TargetAgent agent, ImmutableArray<string> argv)
    {
        if (argv[0] is not ("mount" or "mkfs.lustre"))
            return;
        var mine = agent.Pod.Incarnation;
        if (_newest.TryGetValue(agent.Key, out var newest) && newest.Follows(mine))
            Violated($"life {mine.Number} of {agent.Pod.Target.ObjectName} begins {argv[0]} after life {newest.Number} did");
        else
            _newest[agent.Key] = mine;
    }
}
