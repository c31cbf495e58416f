using System.Collections.Immutable;
using LustreSupervisor.Simulation.Recording;

namespace LustreSupervisor.Actors.Tests.Replay;

/// <summary>What the simulation's shells decided in seeds with faults, the real actors decide too: event by event, and answer by answer.</summary>
public sealed class ReplayTests(ITestOutputHelper output) : ReplayStage(output)
{
    private const int SeedsATime = 10;

    /// <summary>Three quarters of what there are; the others are of people and machines that rarely speak in a seed.</summary>
    private const int KindsOfCommandsMin = 22;

    public static TheoryData<int> Firsts =>
        [.. Enumerable.Range(0, Recordings.Seeds / SeedsATime).Select(n => Recordings.First + (n * SeedsATime))];

    [Theory]
    [MemberData(nameof(Firsts))]
    public async Task The_real_actors_journal_the_same_events_and_answer_the_same(int first)
    {
        for (var seed = first; seed < first + SeedsATime; seed++)
            foreach (var instance in Recordings.Of(seed).Instances)
                MustBeNone(seed, await DifferencesAsync(instance));
    }

    [Fact]
    public void What_is_played_says_and_meets_most_of_what_there_is()
    {
        var instances = Recordings.Instances().ToList();
        Assert.Equal(["filesystem", "machine", "server"], instances.Select(i => i.PersistenceId.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(instances, i => !i.Recovered.IsEmpty);
        Assert.Equal(["s1", "s2"], instances.Select(i => i.Decisions[0].Context.Member).Distinct().Order(StringComparer.Ordinal));
        var decisions = instances.SelectMany(i => i.Decisions).ToList();
        Assert.Equal(Enum.GetValues<Verdict>(), decisions.Select(d => d.Verdict).Distinct().Order());
        Assert.Contains(decisions, d => d.Verdict == Verdict.Rejected && !d.Events.IsEmpty);
        var kinds = decisions.Select(d => d.Command.GetType().Name).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(kinds.Count >= KindsOfCommandsMin, $"only {kinds.Count} kinds of commands: {string.Join(", ", kinds)}");
    }

    /// <summary>The first is what matters: those after it are often its consequences.</summary>
    private static void MustBeNone(int seed, ImmutableArray<string> differences) => Assert.True(
        differences.IsEmpty, $"seed {seed}: {differences.Length} differences, first {differences.FirstOrDefault()}");
}
