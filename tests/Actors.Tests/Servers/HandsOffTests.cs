using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Servers;

/// <summary>What people annotate holds for this member's actors, from its first moment on.</summary>
public sealed class HandsOffTests(ITestOutputHelper output) : Stage(output)
{
    private static readonly string Key = Specs.Ost().Target.EntityId;

    [Fact]
    public async Task An_annotated_target_whose_pod_dies_stays_as_it_is_until_the_annotation_is_lifted()
    {
        var spec = await Serving();
        Annotate(spec, "e2fsck");
        await Until(() => StateOf(spec)!.HandsOff == "e2fsck", "the annotation is journaled");
        var created = Timeline.Count("create pod");
        Pods.Crash(Key);
        await Until(() => StateOf(spec)!.Phase == ServerPhase.BackingOff, "the end of the pod is journaled");
        await Pass(120, stepMilliseconds: 500);
        Assert.Equal((ServerPhase.BackingOff, 1L), (StateOf(spec)!.Phase, StateOf(spec)!.LastNumber));
        Assert.Equal(created, Timeline.Count("create pod"));
        Assert.Contains(Status.Targets.Values.Single().Conditions, c => c is { Type: "Paused", Status: true, Reason: "HandsOff" });
        Annotate(spec, "");
        await UntilPhase(spec, ServerPhase.Serving, number: 2);
    }

    [Fact]
    public async Task A_target_annotated_before_it_was_declared_is_held_from_its_first_moment()
    {
        Annotate(Specs.Ost(), "not yet");
        BootNodes("node1", "node2");
        await Until(() => View.HandsOff(Key).Length > 0, "the annotation is seen");
        Declare(Specs.Ost());
        await Until(() => StateOf(Specs.Ost())?.HandsOff == "not yet", "it is journaled", stepMilliseconds: 500);
        await Pass(30, stepMilliseconds: 500);
        Assert.Equal(0, Timeline.Count("create pod"));
    }

    private void Annotate(ServerSpec spec, string reason) => Targets.Upsert(spec.Target.EntityId, new TargetFact(spec.Target.EntityId, reason));
}
