using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Machines;

/// <summary>What tells the fences of a machine apart.</summary>
/// <param name="Agent">Agent that confirmed it, or the agents that were tried, joined by commas.</param>
/// <param name="Outcome"><c>confirmed</c>, <c>failed</c> (one attempt over all agents) or <c>withdrawn</c>.</param>
public readonly record struct FenceKey(string Agent, string Outcome);

/// <summary>How the fences of one machine ended: a fold over its events beside its state. Nobody decides from it.</summary>
public sealed record FenceTally
{
    /// <summary>Before the first event.</summary>
    public static FenceTally Empty { get; } = new();

    /// <summary>How often each end was seen.</summary>
    public ImmutableDictionary<FenceKey, long> Counts { get; init; } = ImmutableDictionary<FenceKey, long>.Empty;

    private string Tried { get; init; } = "";

    /// <summary>Tally after an event.</summary>
    public FenceTally Apply(MachineEvent e) => e switch
    {
        FenceRequested x => this with { Tried = string.Join(',', x.Agents) },
        FenceConfirmed x => Add(x.Agent, "confirmed"),
        FenceAttemptFailed => Add(Tried, "failed"),
        FenceWithdrawn => Add(Tried, "withdrawn"),
        _ => this,
    };

    private FenceTally Add(string agent, string outcome)
    {
        var key = new FenceKey(agent, outcome);
        return this with { Counts = Counts.SetItem(key, Counts.GetValueOrDefault(key) + 1) };
    }
}
