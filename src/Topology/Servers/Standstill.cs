using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Why nothing may be done about a server although something is due: people, not failures, hold it.</summary>
/// <param name="Rule">Rule that forbids it.</param>
/// <param name="Why">Who holds it, in words.</param>
public sealed record Standstill(Rule Rule, string Why)
{
    /// <summary>What holds the server; null when nothing does.</summary>
    public static Standstill? Of(ServerState state, Rules rules)
    {
        if (state.Spec?.Paused == true && rules.Holds(Rule.PausedIsHandsOff))
            return new Standstill(Rule.PausedIsHandsOff, "The file system is paused (spec.paused): nothing is touched.");
        return null;
    }
}
