using Akka.Actor;
using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Servers;

/// <summary>While the journal is down nothing is done; when it is back, what was due goes on.</summary>
public sealed class JournalFailureTests(ITestOutputHelper output) : Stage(output)
{
    public static TheoryData<string, string> Steps => new()
    {
        { nameof(IncarnationPlanned), "create pod" },
        { nameof(FormatRequested), "Format" },
        { nameof(TargetFormatted), "Mount" },
        { nameof(MountRequested), "Mount" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task An_intent_that_is_not_journaled_has_no_effect_and_the_entity_comes_back(string intent, string call)
    {
        Journal.FailOn(e => e.GetType().Name == intent);
        BootNodes("node1");
        Declare(Specs.Ost());
        await Until(() => Timeline.Count($"refused {intent}") >= 2, "it is tried again after the entity came back");
        Assert.False(Timeline.Has(call));
        Journal.FailOn(_ => false);
        await UntilPhase(Specs.Ost(), ServerPhase.Serving, StateOf(Specs.Ost())?.LastNumber is > 0 and var n ? n : 1, stepMilliseconds: 250);
        Timeline.InOrder($"journal {intent}", call);

        // The creation itself may be repeated: its answer can be lost with the entity. A second pod may not be.
        Assert.Equal("uid-1", Pods.Find(Specs.Ost().Target.EntityId)!.Uid);
    }

    [Fact]
    public async Task A_crash_that_cannot_be_journaled_is_seen_again_after_the_recovery()
    {
        var spec = await Serving();
        Journal.FailOn(e => e is IncarnationFailed);
        Pods.Crash(spec.Target.EntityId);
        await Until(() => Timeline.Count("refused IncarnationFailed") >= 2, "it is tried again");
        Assert.False(Timeline.Has("delete pod"));
        Journal.FailOn(_ => false);
        await UntilPhase(spec, ServerPhase.Serving, number: 2, stepMilliseconds: 250);
    }

    [Fact]
    public async Task An_entity_that_cannot_journal_its_resumption_does_nothing_at_all()
    {
        var spec = await Serving();
        Journal.FailOn(_ => true);
        Regions.Servers.Tell(new EntityHost.HandOver(spec.Target.EntityId));
        await Until(() => Timeline.Count("refused ServerResumed") >= 2, "it was brought back twice", stepMilliseconds: 250);
        Assert.Single(Agents.Sessions);
        Journal.FailOn(_ => false);
        await Until(() => Agents.Sessions.Count == 2, "it goes on", stepMilliseconds: 250);
        Assert.Equal(1, StateOf(spec)!.Current!.Id.Number);
        Assert.Equal(1, Timeline.Count("Mount"));
    }

    [Fact]
    public async Task A_proof_that_is_not_journaled_removes_nothing()
    {
        var spec = await Serving();
        Journal.FailOn(e => e is DeathProved);
        Nodes.Kill("node1");
        await UntilPhase(spec, ServerPhase.AwaitingProof, stepMilliseconds: 500);
        Nodes.Boot("node1");
        await Until(() => Timeline.Has("refused DeathProved"), "the proof is there", stepMilliseconds: 250);
        Assert.False(Timeline.Has("delete pod"));
        Assert.Equal(1, Timeline.Count("create pod"));
        Journal.FailOn(_ => false);
        await UntilPhase(spec, ServerPhase.Serving, number: 2, stepMilliseconds: 250);
        Timeline.InOrder("journal DeathProved", "delete pod scratch-ost0000 uid-1 AfterProofOfDeath", "create pod scratch-ost0000 of life 2");
    }
}
