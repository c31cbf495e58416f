using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Servers.Episodes;

/// <summary>How long things took: how many within each bound, and all of it together.</summary>
public sealed record Distribution
{
    /// <summary>
    /// Upper bounds in seconds. A restart in the same kernel takes seconds, a fence tens of them, a recovery window minutes (Lustre's
    /// default soft limit is 300 s, the hard one 900 s), and what waits for a person hours.
    /// </summary>
    public static readonly ImmutableArray<double> Bounds = [1, 2, 5, 10, 20, 30, 60, 90, 120, 180, 300, 600, 900, 1800, 3600, 7200];

    /// <summary>Nothing was seen yet.</summary>
    public static Distribution Empty { get; } = new();

    /// <summary>How many fell between each bound and the one before; the last is what lies beyond all bounds.</summary>
    public ImmutableArray<long> Counts { get; init; } = [.. new long[Bounds.Length + 1]];

    /// <summary>All of it, in seconds.</summary>
    public double Sum { get; init; }

    /// <summary>How many there are.</summary>
    public long Count => Counts.Sum();

    /// <summary>With one more.</summary>
    public Distribution With(TimeSpan span)
    {
        var slot = Bounds.Count(bound => span.TotalSeconds > bound);
        return this with { Counts = Counts.SetItem(slot, Counts[slot] + 1), Sum = Sum + span.TotalSeconds };
    }

    /// <summary>Both together.</summary>
    public Distribution Plus(Distribution other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Counts = [.. Counts.Zip(other.Counts, (a, b) => a + b)], Sum = Sum + other.Sum };
    }

    /// <summary>Value equality over the list too.</summary>
    public bool Equals(Distribution? other) => other is not null && Sum.Equals(other.Sum) && Counts.SequenceEqual(other.Counts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Sum, Count);
}
