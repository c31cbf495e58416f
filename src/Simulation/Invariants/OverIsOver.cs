using System.Collections.Immutable;
using LustreSupervisor.Simulation.Agents;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>A life that said its target is nowhere in its kernel never mounts it again: its word may have been taken as a proof.</summary>
internal sealed class OverIsOver : Invariant
{
    internal override void ToolBegins(TargetAgent agent, ImmutableArray<string> argv)
    {
        if (agent.SaidAbsent && argv[0] is "mount" or "mkfs.lustre" && agent.SaidAbsent)
            Violated($"{agent.Name} begins {argv[0]} after it said that its target is absent");
    }
}
