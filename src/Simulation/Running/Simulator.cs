using System.Collections.Immutable;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Faults;
using LustreSupervisor.Simulation.Recording;

namespace LustreSupervisor.Simulation.Running;

/// <summary>Runs seeds. Each is deterministic: the same seed and options give the same steps, for ever and on every machine.</summary>
public static class Simulator
{
    /// <summary>Names of all kinds of fault.</summary>
    public static ImmutableArray<string> FaultKinds { get; } = [.. FaultList.All.Select(f => f.Name)];

    /// <summary>Runs one seed.</summary>
    public static SeedResult Run(long seed, SeedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SeedRun.Run(seed, options, Schedule.Of(seed, options.Faults), trace: false).Result;
    }

    /// <summary>Runs one seed and tells what happened; of a failing one only the faults that it needs to fail.</summary>
    public static SeedTrace Trace(long seed, SeedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var schedule = Shrinker.Smallest(seed, options, Schedule.Of(seed, options.Faults));
        var (result, lines) = SeedRun.Run(seed, options, schedule, trace: true);
        return new SeedTrace(result, [.. lines.Select(Text)]);
    }

    /// <summary>Runs one seed and keeps every decision that an aggregate took in it.</summary>
    public static SeedRecording Record(long seed, SeedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var recorder = new DecisionRecorder();
        var (result, _) = SeedRun.Run(seed, options, Schedule.Of(seed, options.Faults), trace: false, recorder);
        return new SeedRecording(result, recorder.Instances);
    }

    private static string Text(TraceLine line) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{line.At.TotalSeconds,9:F3}  {line.Who,-22} {line.What}");
}

/// <summary>A seed and its story.</summary>
/// <param name="Result">Result of the smallest schedule that shows the same.</param>
/// <param name="Lines">Time, who, what.</param>
public sealed record SeedTrace(SeedResult Result, ImmutableArray<string> Lines);
