using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Grants;

/// <summary>What a granter knows: to which kernels it gave time since its own start, by its own monotonic clock.</summary>
/// <param name="Started">When the granter started. What it gave in an earlier life it does not know, so that counts as given then.</param>
public sealed record GrantLedger(TimeSpan Started)
{
    /// <summary>Kernels remembered: far more than a set has nodes, so that it is no limit but for a peer that invents kernels.</summary>
    public const int KernelsMax = 4096;

    private ImmutableDictionary<KernelId, GivenTime> Given { get; init; } = ImmutableDictionary<KernelId, GivenTime>.Empty;

    /// <summary>How many kernels are remembered.</summary>
    public int Count => Given.Count;

    /// <summary>Gives time to a kernel, as it names itself: another boot of the same machine is another kernel.</summary>
    /// <param name="kernel">Who asks.</param>
    /// <param name="seconds">Life of the grant.</param>
    /// <param name="now">The granter's monotonic clock.</param>
    /// <returns>The ledger; null when the grant is refused, because too many others are remembered.</returns>
    public GrantLedger? Give(KernelId kernel, int seconds, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds, GrantTimes.GrantSecondsMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, GrantTimes.GrantSecondsMax);
        var pruned = Given.Count < KernelsMax ? Given : Forget(now);
        if (pruned.Count >= KernelsMax && !pruned.ContainsKey(kernel))
            return null;
        var before = pruned.GetValueOrDefault(kernel);
        return this with { Given = pruned.SetItem(kernel, new GivenTime(now, Lapse(before, now + GrantTimes.LapsedAfter(seconds)))) };
    }

    /// <summary>Whether all time that a kernel may hold from this granter has lapsed.</summary>
    /// <param name="kernel">About whom.</param>
    /// <param name="seconds">Longest grant that an earlier life of this granter may have given.</param>
    /// <param name="now">The granter's monotonic clock.</param>
    public LapseReport Judge(KernelId kernel, int seconds, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var atStart = Started + GrantTimes.LapsedAfter(seconds);
        var known = Given.GetValueOrDefault(kernel);
        var lapse = Lapse(known, atStart);
        return new LapseReport(now >= lapse, now - (known?.At ?? Started), now >= lapse ? TimeSpan.Zero : lapse - now, known is not null);
    }

    private static TimeSpan Lapse(GivenTime? given, TimeSpan other) => given is { } g && g.Lapse > other ? g.Lapse : other;

    /// <summary>What has lapsed is judged by the start alone, which lies further back still: to forget it changes no answer.</summary>
    private ImmutableDictionary<KernelId, GivenTime> Forget(TimeSpan now) => now < Started + GrantTimes.LapsedAfter(GrantTimes.GrantSecondsMax)
        ? Given
        : Given.RemoveRange(Given.Where(g => g.Value.Lapse <= now).Select(g => g.Key));

    private sealed record GivenTime(TimeSpan At, TimeSpan Lapse);
}

/// <summary>What one granter says of a kernel.</summary>
/// <param name="Lapsed">All time that it may hold from this granter has lapsed.</param>
/// <param name="Since">Since the last grant, or since the granter's start if it knows of none.</param>
/// <param name="Remaining">Until it has lapsed if nothing more is given.</param>
/// <param name="Known">A grant was given since the granter's start.</param>
public sealed record LapseReport(bool Lapsed, TimeSpan Since, TimeSpan Remaining, bool Known);
