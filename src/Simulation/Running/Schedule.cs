using System.Collections.Immutable;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Faults;

namespace LustreSupervisor.Simulation.Running;

/// <summary>A fault that is to strike.</summary>
internal sealed record PlannedFault(TimeSpan At, Fault Fault, ulong Entropy);

/// <summary>The faults of a seed, drawn before anything runs, so that one can be left out without changing the others.</summary>
internal static class Schedule
{
    private const double FirstSeconds = 2;
    private const double LastSeconds = 500;
    private const int FaultsMax = 16;

    internal static ImmutableArray<PlannedFault> Of(long seed, ImmutableSortedSet<string> only)
    {
        var dice = new Dice(((ulong)seed * 0x9E3779B97F4A7C15UL) ^ 0x5851F42D4C957F2DUL);
        var kinds = FaultList.All.Where(f => only.IsEmpty || only.Contains(f.Name)).SelectMany(f => Enumerable.Repeat(f, f.Weight)).ToArray();
        var faults = ImmutableArray.CreateBuilder<PlannedFault>();
        var at = TimeSpan.Zero;
        for (var n = 1 + dice.Below(FaultsMax); n > 0; n--)
        {
            // Half of them come soon after another: alone, few faults are dangerous.
            at = faults.Count > 0 && dice.Chance(0.6) ? at + dice.Seconds(0.1, 50) : dice.Seconds(FirstSeconds, LastSeconds);
            faults.Add(new PlannedFault(at, dice.Pick(kinds), dice.Next()));
        }

        return [.. faults.OrderBy(f => f.At)];
    }
}
