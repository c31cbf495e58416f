using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>A paused server is watched and not touched.</summary>
public sealed class HandsOffTests
{
    private static readonly ServerSpec Paused = Sample.Spec with { Paused = true };

    private static readonly Rules WithoutPause = new(Rules.All.Active.Remove(Rule.PausedIsHandsOff));

    public static TheoryData<string> UntouchedPhases => [.. Pasts.Keys];

    private static Dictionary<string, ServerEvent[]> Pasts { get; } = new()
    {
        ["placed"] = [],
        ["starting"] = Past.Starting(),
        ["formatting"] = Past.Formatting(),
        ["mounting"] = Past.Mounting(),
        ["backing off"] = [.. Past.Serving(), .. Past.Crashed()],
        ["stopping"] = [.. Past.Serving(), .. Past.Stopping()],
        ["awaiting proof"] = [.. Past.Serving(), .. Past.AwaitingProof()],
        ["quarantined"] = [.. Past.Serving(), .. Past.Quarantined()],
    };

    [Theory]
    [MemberData(nameof(UntouchedPhases))]
    public void Nothing_is_due_while_it_is_paused(string past) =>
        Assert.Empty(ServerEffects.Due(Story.OfServer(Past.Declared(Paused), Pasts[past]).State, Rules.All));

    [Theory]
    [MemberData(nameof(UntouchedPhases))]
    public void The_same_is_due_again_as_before_when_the_pause_ends(string past)
    {
        var never = Story.OfServer(Past.Declared(), Pasts[past]).State;
        var ended = Story.OfServer(Past.Declared(Paused), Pasts[past]).When(new DeclareServer(Sample.Spec, MayStart: true)).State;
        Assert.Equal(ServerEffects.Due(never, Rules.All), ServerEffects.Due(ended, Rules.All));
    }

    [Fact]
    public void A_serving_target_goes_on_being_watched() =>
        Assert.Equal(
            [new RunIncarnation(Sample.Id(1), "node1", IncarnationStep.Watch, Sample.Kernel(1))],
            ServerEffects.Due(Story.OfServer(Past.Declared(Paused), Past.Serving()).State, Rules.All));

    [Fact]
    public void No_life_is_planned() => Story.OfServer(Past.Declared(Paused))
        .When(new Proceed(Sample.Nodes))
        .ThenRefused(nameof(Rule.PausedIsHandsOff), "spec.paused");

    [Fact]
    public void What_is_seen_is_journaled_all_the_same() => Story.OfServer(Past.Declared(Paused), Past.Serving())
        .When(new FailIncarnation(1, Sample.Fault(FaultKind.PodCrashed), "pod-1"))
        .And(s => Assert.Equal(ServerPhase.BackingOff, s.Phase))
        .And(s => Assert.Empty(ServerEffects.Due(s, Rules.All)));

    [Fact]
    public void Rule_PausedIsHandsOff_is_consulted()
    {
        Story.OfServer(Past.Declared(Paused))
            .Without(Rule.PausedIsHandsOff)
            .When(new Proceed(Sample.Nodes))
            .And(s => Assert.Equal(ServerPhase.Starting, s.Phase));
        Assert.NotEmpty(ServerEffects.Due(Story.OfServer(Past.Declared(Paused)).State, WithoutPause));
    }
}
