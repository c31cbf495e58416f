using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Agents.Grants;

/// <summary>
/// The time that a node holds from its peers, by its own monotonic clock. A grant counts from the moment it was asked for: the giver counts
/// from a later one, so that the holder always lets go first.
/// </summary>
/// <param name="Node">Name of the node itself.</param>
public sealed record GrantHolder(string Node)
{
    private ImmutableDictionary<string, HeldTime> Held { get; init; } = ImmutableDictionary<string, HeldTime>.Empty;

    /// <summary>A peer gave time.</summary>
    /// <param name="peer">Name of its node.</param>
    /// <param name="askedAt">When it was asked, not when it answered.</param>
    /// <param name="seconds">How much was asked for.</param>
    public GrantHolder Granted(string peer, TimeSpan askedAt, int seconds)
    {
        var end = askedAt + TimeSpan.FromSeconds(seconds);

        // An answer may be overtaken by that to a later request.
        return Held.GetValueOrDefault(peer) is { } held && held.AskedAt >= askedAt
            ? this
            : this with { Held = Held.SetItem(peer, new HeldTime(askedAt, end)) };
    }

    /// <summary>Whether the watchdog may be fed now: a majority of every set, this node counted, grants time.</summary>
    /// <param name="sets">Sets in force.</param>
    /// <param name="now">The node's monotonic clock.</param>
    public bool MayFeed(ImmutableArray<GrantSet> sets, TimeSpan now) =>
        sets.All(set => set.IsMajority(set.Nodes.Count(node => Grants(node, set.GrantSeconds, now))));

    /// <summary>Which peers of the sets do not grant time now.</summary>
    /// <param name="sets">Sets in force.</param>
    /// <param name="now">The node's monotonic clock.</param>
    public ImmutableArray<string> Silent(ImmutableArray<GrantSet> sets, TimeSpan now) =>
        [.. sets.SelectMany(set => set.Nodes.Where(node => !Grants(node, set.GrantSeconds, now))).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Until when a majority of every set grants time if no more is given; null when it does not now.</summary>
    /// <param name="sets">Sets in force; at least one.</param>
    /// <param name="now">The node's monotonic clock.</param>
    public TimeSpan? FedUntil(ImmutableArray<GrantSet> sets, TimeSpan now) => MayFeed(sets, now)
        ? sets.Min(set => EndOf(set))
        : null;

    private TimeSpan EndOf(GrantSet set)
    {
        var ends = set.Nodes.Select(node => node == Node ? TimeSpan.MaxValue : EndOf(node, set.GrantSeconds) ?? TimeSpan.MinValue).OrderDescending();
        return ends.ElementAt(set.Nodes.Length / 2);
    }

    private bool Grants(string node, int seconds, TimeSpan now) => node == Node || EndOf(node, seconds) > now;

    // A set may want shorter grants than were asked for under an earlier one.
    private TimeSpan? EndOf(string node, int seconds) => Held.GetValueOrDefault(node) is not { } held ? null
        : held.AskedAt + TimeSpan.FromSeconds(seconds) is var end && end < held.End ? end : held.End;

    private sealed record HeldTime(TimeSpan AskedAt, TimeSpan End);
}
