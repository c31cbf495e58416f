using System.Collections.Immutable;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Servers;

/// <summary>How long to wait before the next life, and when to stop trying.</summary>
public static class BackOff
{
    /// <summary>Share of the delay that is added at random, so that servers of one crash do not start in step.</summary>
    public const double JitterShare = 0.2;

    private const int LargestShift = 30;

    /// <summary>Delay before the life after failure number <paramref name="step"/> in a row (1 is the first): it doubles from min to max.</summary>
    /// <param name="spec">Limits.</param>
    /// <param name="step">Failures in a row.</param>
    /// <param name="unit">Randomness from 0 to 1.</param>
    public static TimeSpan Delay(RestartSpec spec, int step, double unit)
    {
        var doubled = spec.BackoffMinSeconds * (double)(1L << Math.Clamp(step - 1, 0, LargestShift));
        var capped = Math.Min(doubled, spec.BackoffMaxSeconds);
        return TimeSpan.FromSeconds(capped * (1 + (JitterShare * unit)));
    }

    /// <summary>Failures in a row, this one counted: starts again at 1 after a long enough time of serving.</summary>
    public static int NextStep(ServerState state, DateTimeOffset now)
    {
        var served = state.ServingSince is { } since ? now - since : TimeSpan.Zero;
        return served >= TimeSpan.FromSeconds(state.Declared.Healing.Restarts.ResetAfterSeconds) ? 1 : state.BackoffStep + 1;
    }

    /// <summary>The failures that still count at <paramref name="now"/>.</summary>
    public static ImmutableArray<DateTimeOffset> InWindow(ImmutableArray<DateTimeOffset> failures, int windowSeconds, DateTimeOffset now) =>
        [.. failures.Where(t => now - t < TimeSpan.FromSeconds(windowSeconds))];

    /// <summary>True when the failures that count are more than the budget allows: the server moves from node to node and serves on none.</summary>
    public static bool Flaps(ServerState state, DateTimeOffset now)
    {
        var spec = state.Declared.Healing.Restarts;
        return state.LastFault is not null && InWindow(state.Failures, spec.WindowSeconds, now).Length > spec.MaxInWindow;
    }

    /// <summary>True when one more failure at <paramref name="now"/> is more than the budget allows.</summary>
    public static bool BudgetSpent(ServerState state, DateTimeOffset now)
    {
        var spec = state.Declared.Healing.Restarts;
        return InWindow(state.Failures, spec.WindowSeconds, now).Length + 1 > spec.MaxInWindow;
    }
}
