using LustreSupervisor.Simulation.Recording;
using LustreSupervisor.Simulation.Running;

namespace LustreSupervisor.Actors.Tests.Replay;

/// <summary>The seeds that are played. They are neighbours and not picked: whatever the simulation comes to do, they show the usual of it.</summary>
internal static class Recordings
{
    public const int First = 2001;

    /// <summary>Enough for every kind of command that is not rare.</summary>
    public const int Seeds = 100;

    public static SeedRecording Of(long seed)
    {
        var recording = Simulator.Record(seed, SeedOptions.Everything);
        Assert.True(recording.Result.Violation is null, $"seed {seed} is not a good one: {recording.Result.Violation}");
        return recording;
    }

    /// <summary>All instances of all seeds, recorded as they are asked for.</summary>
    public static IEnumerable<RecordedInstance> Instances() =>
        Enumerable.Range(First, Seeds).SelectMany(seed => Of(seed).Instances);

    /// <summary>The first instance with such a decision after its resumption, and where in it that is.</summary>
    public static (RecordedInstance Instance, int At) FirstWith(Func<RecordedDecision, bool> decision) => Instances()
        .Select(i => (Instance: i, At: i.Decisions.Skip(1).TakeWhile(d => !decision(d)).Count() + 1))
        .First(found => found.At < found.Instance.Decisions.Length);
}
