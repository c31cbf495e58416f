using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>An order that a person gave by mistake, of another target or another life, leaves a refusal in the journal and nothing else.</summary>
internal sealed class MistakesAreRefused : Invariant
{
    /// <summary>Name under which mistaken orders are given here.</summary>
    internal const string Mistaken = "mistaken";

    internal override void ServerJournaled(string id, ServerState before, ServerEvent e, ServerState after)
    {
        if (e.Meta.By.StartsWith(Mistaken, StringComparison.Ordinal) && e is not OrderRefused)
            Violated($"{id}: {e.GetType().Name} follows from a mistaken order: {e.Meta.By}");
    }
}
