using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Filesystems;

/// <summary>What people say to a file system beside its spec.</summary>
public sealed class PeopleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Entropy NoEntropy = new(0);

    [Fact]
    public void An_annotation_pauses_and_reaches_every_entry_of_the_plan_whichever_comes_first()
    {
        var layout = new LayoutPlanned(new EventMeta(Start, "", ""), 1, [Sample.Spec]);
        var annotated = Decided(FilesystemState.Initial, new NoteFilesystemHandsOff("lfsck"));
        Assert.True(annotated.IsPaused);
        Assert.Equal("lfsck", Assert.Single(FilesystemEvolver.Evolve(annotated, layout).Servers).HandsOff);
        var planned = Decided(FilesystemEvolver.Evolve(FilesystemState.Initial, layout), new NoteFilesystemHandsOff("lfsck"));
        Assert.Equal("lfsck", Assert.Single(planned.Servers).HandsOff);
        var lifted = Decided(planned, new NoteFilesystemHandsOff(""));
        Assert.Equal((false, ""), (lifted.IsPaused, Assert.Single(lifted.Servers).HandsOff));
    }

    [Fact]
    public void A_machine_with_an_annotated_server_is_not_fenced()
    {
        var layout = new LayoutPlanned(new EventMeta(Start, "", ""), 1, [Sample.Spec]);
        var state = FilesystemEvolver.Evolve(FilesystemState.Initial, layout);
        var claims = new Dictionary<string, string?> { [Sample.Spec.Target.ObjectName] = "machine-1" };
        Assert.Null(FilesystemDecider.ObjectionTo(state, "machine-1", claims, Rules.All, _ => false));
        Assert.Null(FilesystemDecider.ObjectionTo(state, "machine-2", claims, Rules.All, _ => true));
        Assert.Contains(Sample.Spec.Target.ObjectName, FilesystemDecider.ObjectionTo(state, "machine-1", claims, Rules.All, _ => true), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_for_a_target_that_does_not_exist_is_journaled_once_a_minute()
    {
        var first = Decided(FilesystemState.Initial, Lost(1));
        Assert.IsType<Decision<FilesystemEvent>.Unchanged>(Decide(first, Lost(1), 59));
        Assert.IsType<Decision<FilesystemEvent>.Accepted>(Decide(first, Lost(1), 60));
        Assert.IsType<Decision<FilesystemEvent>.Accepted>(Decide(first, Lost(2), 1));
    }

    [Fact]
    public void A_script_that_tries_many_names_does_not_fill_the_journal()
    {
        var state = Enumerable.Range(0, 100).Aggregate(FilesystemState.Initial, (s, n) => Decided(s, Lost(n)));
        Assert.InRange(state.LostOrders.Length, 1, 20);
        Assert.IsType<Decision<FilesystemEvent>.Unchanged>(Decide(state, Lost(1000), 59));
        Assert.IsType<Decision<FilesystemEvent>.Accepted>(Decide(state, Lost(1000), 60));
    }

    private static NoteLostOrder Lost(int n) => new($"scratch-ost{n:x4}", "Release", "no such target", "ada");

    private static Decision<FilesystemEvent> Decide(FilesystemState state, FilesystemCommand command, int second) =>
        FilesystemDecider.Decide(state, command, new DecisionContext(Start.AddSeconds(second), NoEntropy, Rules.All, 1, "member"));

    private static FilesystemState Decided(FilesystemState state, FilesystemCommand command) =>
        Decide(state, command, 0) is Decision<FilesystemEvent>.Accepted accepted ? accepted.Events.Aggregate(state, FilesystemEvolver.Evolve) : state;
}
