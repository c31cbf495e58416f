using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Servers.Episodes;

/// <summary>What tells the failovers of one server apart.</summary>
/// <param name="Cause">Why (<see cref="EpisodeCauses"/>).</param>
/// <param name="Proof">Kind of proof; <see cref="EpisodeTotals.NoProof"/> when there was none.</param>
public readonly record struct FailoverKey(string Cause, string Proof);

/// <summary>Every interruption that a server ever had, as numbers that only grow: folded from the journal, so that no restart loses any.</summary>
public sealed record EpisodeTotals
{
    /// <summary>Proof of an interruption in which no kernel had to be proved dead.</summary>
    public const string NoProof = "None";

    private static readonly ImmutableDictionary<string, long> NoCounts = ImmutableDictionary<string, long>.Empty;

    private static readonly ImmutableDictionary<string, Distribution> NoTimes = ImmutableDictionary<string, Distribution>.Empty;

    /// <summary>Before the first.</summary>
    public static EpisodeTotals None { get; } = new();

    /// <summary>Ends in another kernel.</summary>
    public ImmutableDictionary<FailoverKey, long> Failovers { get; init; } = ImmutableDictionary<FailoverKey, long>.Empty;

    /// <summary>Ends in the same kernel, by cause.</summary>
    public ImmutableDictionary<string, long> Restarts { get; init; } = NoCounts;

    /// <summary>Lives that were given up and went on, by cause.</summary>
    public ImmutableDictionary<string, long> FalseAlarms { get; init; } = NoCounts;

    /// <summary>How long failovers took from the failure until serving, by cause.</summary>
    public ImmutableDictionary<string, Distribution> FailoverTimes { get; init; } = NoTimes;

    /// <summary>How long the kernels' deaths were waited for, by kind of proof.</summary>
    public ImmutableDictionary<string, Distribution> ProofWaits { get; init; } = NoTimes;

    /// <summary>How long it took from the last mount until serving.</summary>
    public Distribution RecoveryTimes { get; init; } = Distribution.Empty;

    /// <summary>When the last failover ended; null before the first.</summary>
    public DateTimeOffset? LastFailover { get; init; }

    /// <summary>People's orders that were refused, by rule.</summary>
    public ImmutableDictionary<string, long> Refusals { get; init; } = NoCounts;

    /// <summary>With one more refusal by this rule.</summary>
    public EpisodeTotals WithRefusal(string rule) => this with { Refusals = Add(Refusals, rule) };

    /// <summary>With an interruption that is over.</summary>
    /// <param name="episode">It.</param>
    /// <param name="recovery">Time from its last mount until serving; null when nothing was mounted.</param>
    public EpisodeTotals With(Episode episode, TimeSpan? recovery)
    {
        ArgumentNullException.ThrowIfNull(episode);
        var cause = EpisodeCauses.Label(episode.Cause);
        var proof = episode.Proof?.ToString() ?? NoProof;
        var timed = this with
        {
            RecoveryTimes = recovery is { } span ? RecoveryTimes.With(span) : RecoveryTimes,
            ProofWaits = episode.Proof is null ? ProofWaits : Add(ProofWaits, proof, episode.ProofWait),
        };
        return episode.Outcome switch
        {
            EpisodeOutcome.Continued => timed with { FalseAlarms = Add(FalseAlarms, cause) },
            EpisodeOutcome.Restart => timed with { Restarts = Add(Restarts, cause) },
            _ => timed with
            {
                Failovers = Add(Failovers, new FailoverKey(cause, proof)),
                FailoverTimes = Add(FailoverTimes, cause, episode.Parts.Total),
                LastFailover = episode.Ended,
            },
        };
    }

    private static ImmutableDictionary<TKey, long> Add<TKey>(ImmutableDictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts.SetItem(key, counts.GetValueOrDefault(key) + 1);

    private static ImmutableDictionary<string, Distribution> Add(ImmutableDictionary<string, Distribution> times, string key, TimeSpan span) =>
        times.SetItem(key, times.GetValueOrDefault(key, Distribution.Empty).With(span));
}
