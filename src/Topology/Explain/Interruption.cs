using System.Collections.Immutable;
using LustreSupervisor.Topology.Servers.Episodes;

namespace LustreSupervisor.Topology.Explain;

/// <summary>A time when a server did not serve, as people and scripts read it.</summary>
/// <param name="Began">Time of the failure or of the order.</param>
/// <param name="Ended">When it served again; null while it does not.</param>
/// <param name="Outcome"><c>Failover</c> (another kernel), <c>Restart</c> (the same), <c>Continued</c> (a false alarm) or <c>Open</c>.</param>
/// <param name="Cause">Reason of the fault, or which order it was.</param>
/// <param name="Message">What was seen, or what the order said.</param>
/// <param name="FromNode">Node of the life that ended; null when there was none.</param>
/// <param name="ToNode">Node on which it serves again; null while it does not.</param>
/// <param name="Proof">Kind of proof that the old kernel is dead; null when there was none.</param>
/// <param name="Lives">Lives that were tried.</param>
/// <param name="Seconds">Where the time went.</param>
public sealed record Interruption(
    DateTimeOffset Began,
    DateTimeOffset? Ended,
    string Outcome,
    string Cause,
    string Message,
    string? FromNode,
    string? ToNode,
    string? Proof,
    int Lives,
    InterruptionSeconds Seconds)
{
    /// <summary>Interruptions that an explanation names: enough to see that something repeats, and little enough to read.</summary>
    public const int Shown = 5;

    internal static ImmutableArray<Interruption> LastOf(EpisodeLog log, DateTimeOffset now)
    {
        var open = EpisodeFold.OpenAt(log, now);
        return [.. (open is null ? [] : (Episode[])[open]).Concat(log.Recent.Reverse()).Take(Shown).Select(Of)];
    }

    private static Interruption Of(Episode e) => new(
        e.Began, e.Ended, e.Outcome.ToString(), e.Cause, e.Message, e.FromNode, e.ToNode, e.Proof?.ToString(), e.Lives, InterruptionSeconds.Of(e.Parts));
}

/// <summary>Where the time of an interruption went, in seconds to the millisecond.</summary>
/// <param name="Total">The whole.</param>
/// <param name="Unmount">Clean unmount.</param>
/// <param name="Proof">Waiting for a proof of death.</param>
/// <param name="BackOff">Waiting for its time and a node.</param>
/// <param name="Person">Waiting for a person.</param>
/// <param name="Start">Pod and agent.</param>
/// <param name="Mount">Mount.</param>
/// <param name="Recovery">Mounted until serving.</param>
public sealed record InterruptionSeconds(
    double Total, double Unmount, double Proof, double BackOff, double Person, double Start, double Mount, double Recovery)
{
    internal static InterruptionSeconds Of(EpisodeParts parts) => new(
        Round(parts.Total), Round(parts.Unmount), Round(parts.Proof), Round(parts.BackOff), Round(parts.Person), Round(parts.Start), Round(parts.Mount), Round(parts.Recovery));

    private static double Round(TimeSpan span) => Math.Round(span.TotalSeconds, 3);
}
