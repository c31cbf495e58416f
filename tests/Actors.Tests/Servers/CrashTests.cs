using Akka.Actor;
using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Servers;

/// <summary>A server's pod dies: the next life, after its rest, on the same kernel.</summary>
public sealed class CrashTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task A_crashed_pod_is_cleared_and_the_next_life_serves_without_a_format()
    {
        var spec = await Serving();
        Pods.Crash(spec.Target.EntityId);
        await UntilPhase(spec, ServerPhase.Serving, number: 2);
        Timeline.InOrder(
            "journal IncarnationFailed",
            "journal BackOffStarted",
            "delete pod scratch-ost0000 uid-1 Graceful",
            "journal IncarnationPlanned",
            "create pod scratch-ost0000 of life 2 on node1",
            "Mount life 2",
            "journal ServingStarted");
        Assert.Equal(1, Timeline.Count("Format"));
    }

    [Fact]
    public async Task No_life_begins_before_its_rest_is_over()
    {
        var spec = await Serving();
        Pods.Crash(spec.Target.EntityId);
        await UntilPhase(spec, ServerPhase.BackingOff);
        var retryAt = StateOf(spec)!.RetryAt;
        await Until(() => Timeline.Has("create pod scratch-ost0000 of life 2"), "the next life begins", stepMilliseconds: 10);
        Assert.True(Time.GetUtcNow() >= retryAt);
    }

    [Fact]
    public async Task A_flapping_server_ends_in_quarantine_and_stays_there()
    {
        var spec = await Serving();
        for (var life = 1; life <= 10; life++)
        {
            Pods.Crash(spec.Target.EntityId);
            await UntilPhase(spec, ServerPhase.Serving, life + 1, stepMilliseconds: 250);
        }

        Pods.Crash(spec.Target.EntityId);
        await UntilPhase(spec, ServerPhase.Quarantined, 11);
        var calls = Timeline.Calls.Count();
        await Pass(120, stepMilliseconds: 1000);
        Assert.Equal(calls, Timeline.Calls.Count());
        Assert.Equal(FaultReasons.BudgetSpent, StateOf(spec)!.LastFault!.Reason);
    }

    [Fact]
    public async Task A_released_server_serves_again()
    {
        var spec = await Serving();
        Agents.Of(spec.Target.EntityId, 1).Report(FaultKind.Target);
        await UntilPhase(spec, ServerPhase.Quarantined);
        Tell(spec, new Release(new PersonOrder("ada", "cable replaced", spec.Target.ObjectName, 1)));
        await UntilPhase(spec, ServerPhase.Serving, number: 2);
    }

    [Fact]
    public async Task A_pod_that_vanished_counts_as_crashed()
    {
        var spec = await Serving();
        Pods.Vanish(spec.Target.EntityId);
        Pods.Facts.Removed(spec.Target.EntityId);
        await UntilPhase(spec, ServerPhase.Serving, number: 2);
    }

    [Fact]
    public async Task A_pod_that_never_starts_counts_as_crashed()
    {
        Pods.OnCreate = _ => new Ports.PodNameTakenException("a stranger's");
        BootNodes("node1");
        Declare(Specs.Ost());
        await UntilPhase(Specs.Ost(), ServerPhase.BackingOff, stepMilliseconds: 1000);
        Assert.Equal("NeverStarted", StateOf(Specs.Ost())!.LastFault!.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pod_whose_agent_never_answers_counts_as_crashed(bool supervisorRestarts)
    {
        Agents.Deaf = true;
        BootNodes("node1");
        Declare(Specs.Ost());
        await UntilPhase(Specs.Ost(), ServerPhase.Starting);
        await Until(() => Timeline.Has("dial life 1"), "the agent is dialled");
        if (supervisorRestarts)
            Regions.Servers.Tell(new EntityHost.HandOver(Specs.Ost().Target.EntityId), ActorRefs.NoSender);
        await Until(() => StateOf(Specs.Ost())?.LastFault is not null, "the life is given up", stepMilliseconds: 1000);
        Assert.Equal("NeverStarted", StateOf(Specs.Ost())!.LastFault!.Reason);
    }

    [Fact]
    public async Task A_creation_whose_answer_was_lost_is_not_made_twice()
    {
        Pods.OnCreated = _ => new Ports.ClusterUnavailableException("the connection broke");
        var spec = await Serving();
        Assert.Equal("uid-1", StateOf(spec)!.Current!.PodUid);
        Assert.Equal(1, StateOf(spec)!.Current!.Id.Number);
    }

    [Fact]
    public async Task What_is_told_of_another_life_changes_nothing()
    {
        var spec = await Serving();
        Pods.Crash(spec.Target.EntityId);
        await UntilPhase(spec, ServerPhase.Serving, number: 2);
        var journaled = Timeline.Count("journal");
        Tell(spec, new FailIncarnation(1, new Fault(FaultKind.Target, "Late", "an old report"), "uid-1"));
        await FishForMessageAsync(
            m => m is LustreSupervisor.Actors.Shell.CommandReply.Unchanged, cancellationToken: TestContext.Current.CancellationToken);
        Agents.Of(spec.Target.EntityId, 1).Report(FaultKind.Target, "LateReport");
        await Pass(2);
        Assert.Equal(ServerPhase.Serving, StateOf(spec)!.Phase);
        Assert.Equal(journaled, Timeline.Count("journal"));
    }

    [Fact]
    public async Task Another_lifes_pod_under_the_name_is_not_taken_for_ones_own()
    {
        var spec = await Serving();
        var stranger = new IncarnationId(1, 99, "x");
        Pods.Put(Pods.Find(spec.Target.EntityId)! with { Uid = "uid-stranger", Incarnation = stranger, Phase = PodPhase.Running });
        await UntilPhase(spec, ServerPhase.BackingOff);
        Assert.Equal("PodVanished", StateOf(spec)!.LastFault!.Reason);
        await Pass(1);
        Assert.False(Timeline.Has("delete pod scratch-ost0000 uid-stranger"));
    }
}
