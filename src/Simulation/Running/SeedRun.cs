using System.Collections.Immutable;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Faults;
using LustreSupervisor.Simulation.Worlds;

namespace LustreSupervisor.Simulation.Running;

/// <summary>Runs one seed: a world, its faults, a quiet time at the end in which everything must settle.</summary>
internal static class SeedRun
{
    private static readonly TimeSpan FaultsLast = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(2400);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    /// <summary>A seed that does more than this hangs in a loop.</summary>
    private const long StepsMax = 400_000;

    internal static (SeedResult Result, IReadOnlyList<TraceLine> Trace) Run(
        long seed, SeedOptions options, ImmutableArray<PlannedFault> schedule, bool trace, IRecorder? recorder = null)
    {
        var world = new World((ulong)seed, options.Rules, trace, recorder);
        var struck = new SortedDictionary<string, int>(StringComparer.Ordinal);
        try
        {
            world.Begin();
            foreach (var planned in schedule)
                world.Agenda.After(planned.At, world.Host, () =>
                {
                    if (planned.Fault.Strike(world, new Dice(planned.Entropy)))
                        struck[planned.Fault.Name] = struck.GetValueOrDefault(planned.Fault.Name) + 1;
                });
            Pass(world, (schedule.IsEmpty ? TimeSpan.Zero : schedule[^1].At) + FaultsLast);
            Settle(world);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            world.Witness.Violated("NothingThrows", e.ToString());
        }

        var breach = world.Witness.First;
        return (
            new SeedResult(
                seed, world.Agenda.Steps, struck.ToImmutableSortedDictionary(StringComparer.Ordinal),
                breach is null ? null : new Violation(seed, breach.Invariant, Math.Round(breach.At.TotalSeconds, 3), breach.What)),
            world.Trace.Lines);
    }

    private static void Settle(World world)
    {
        if (world.Witness.First is not null)
            return;
        world.Trace.Add("faults", "stop; what is broken is mended");
        foreach (var fault in FaultList.All)
            fault.Mend(world);
        world.DisturbAll();
        var end = world.Agenda.Elapsed + SettleWithin;
        var quiet = 0;
        while (world.Witness.First is null && world.Agenda.Elapsed < end && quiet < 3)
        {
            Pass(world, world.Agenda.Elapsed + LookEvery);
            quiet = world.IsQuiet ? quiet + 1 : 0;
        }

        if (world.Witness.First is null)
            world.Witness.Settled();
    }

    private static void Pass(World world, TimeSpan until)
    {
        var end = world.Agenda.Now + (until - world.Agenda.Elapsed);
        while (world.Witness.First is null && world.Agenda.Step(end))
            if (world.Agenda.Steps > StepsMax)
                throw new InvalidOperationException($"more than {StepsMax} steps: something repeats without end");
    }
}
