using System.Collections.Immutable;

namespace LustreSupervisor.Simulation.Running;

/// <summary>Leaves out faults one by one for as long as the same invariant stays broken.</summary>
internal static class Shrinker
{
    internal static ImmutableArray<PlannedFault> Smallest(long seed, SeedOptions options, ImmutableArray<PlannedFault> schedule)
    {
        if (Broken(seed, options, schedule) is not { } invariant)
            return schedule;
        for (var i = schedule.Length - 1; i >= 0; i--)
        {
            var less = schedule.RemoveAt(i);
            if (Broken(seed, options, less) == invariant)
                schedule = less;
        }

        return schedule;
    }

    private static string? Broken(long seed, SeedOptions options, ImmutableArray<PlannedFault> schedule) =>
        SeedRun.Run(seed, options, schedule, trace: false).Result.Violation?.Invariant;
}
