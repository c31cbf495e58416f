using LustreSupervisor.Actors.Machines;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Servers;

/// <summary>What looks like a failure and is none, and moves that somebody ordered.</summary>
public sealed class FalseAlarmTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task A_silent_node_whose_agent_goes_on_reporting_keeps_its_server()
    {
        var spec = await Serving();
        var session = Agents.Of(spec.Target.EntityId, 1);
        Nodes.Kill("node1");
        await Until(Reported(session, seconds: 120), "two minutes of silence with reports", stepMilliseconds: 1000);
        Assert.Equal((ServerPhase.Serving, 1L), (StateOf(spec)!.Phase, StateOf(spec)!.Current!.Id.Number));
        await UntilPhase(spec, ServerPhase.AwaitingProof, stepMilliseconds: 1000);
    }

    [Fact]
    public async Task A_node_that_is_heard_again_under_the_same_boot_gets_its_server_back_untouched()
    {
        var spec = await Serving();
        Fencing.OnOrder = (_, _) => throw new FenceFailedException("no controller");
        Nodes.Unheard = "node1";
        await UntilPhase(spec, ServerPhase.AwaitingProof, stepMilliseconds: 1000);
        var created = Timeline.Count("create pod");
        await Pass(5);
        Nodes.Unheard = null;
        await UntilPhase(spec, ServerPhase.Serving, stepMilliseconds: 500);
        Assert.True(Timeline.Has("journal LifeContinued"));
        Assert.Equal(created, Timeline.Count("create pod"));
        Assert.False(Timeline.Has("delete pod"));
    }

    [Fact]
    public async Task The_fence_of_a_false_alarm_is_withdrawn()
    {
        var spec = await Serving();
        Fencing.OnOrder = (_, _) => throw new FenceFailedException("no controller");
        Nodes.Unheard = "node1";
        await UntilPhase(spec, ServerPhase.AwaitingProof, stepMilliseconds: 1000);
        Permit();
        await Until(() => Timeline.Has("journal FenceAttemptFailed"), "a first attempt failed", stepMilliseconds: 500);
        Nodes.Unheard = null;
        await UntilPhase(spec, ServerPhase.Serving, stepMilliseconds: 500);
        await Until(() => Timeline.Has("journal FenceWithdrawn"), "nobody asks for it any more", stepMilliseconds: 500);

        void Permit() => Regions.TellMachine(
            FakeNodes.Machine("node1"),
            new FenceAsked("hpc~scratch", new FenceMachine(Nodes.Kernel("node1").BootId, ["bmc"], "hpc/scratch")),
            TestActor);
    }

    [Fact]
    public async Task A_drained_pod_is_unmounted_by_order_and_its_server_goes_on()
    {
        var spec = await Serving();
        var pod = Pods.Find(spec.Target.EntityId)!;
        Pods.Put(pod with { Deleting = true });
        await UntilPhase(spec, ServerPhase.Serving, number: 2);
        Timeline.InOrder("journal UnmountRequested", "journal DeathProved", "delete pod");
        Assert.Empty(StateOf(spec)!.Failures);
    }

    [Fact]
    public async Task A_failover_by_a_person_goes_to_the_node_that_was_named()
    {
        var spec = await Serving();
        Tell(spec, new Failover(new PersonOrder("ada", "controller to be replaced", spec.Target.ObjectName, 1), "node3"));
        await UntilPhase(spec, ServerPhase.Serving, number: 2);
        Assert.Equal("node3", StateOf(spec)!.Current!.Node);
        Timeline.InOrder("journal MoveRequested", "journal UnmountRequested", "journal DeathProved");
    }

    [Fact]
    public async Task A_refused_order_is_journaled_before_it_is_answered()
    {
        var spec = await Serving();
        Tell(spec, new Failover(new PersonOrder("ada", "because", "scratch-ost9999", 1), null));
        var refused = await FishForMessageAsync(m => m is CommandReply.Rejected, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("TypedConfirmation", ((CommandReply.Rejected)refused).Code);
        Assert.True(Timeline.Has("journal OrderRefused"));
        Assert.Equal(ServerPhase.Serving, StateOf(spec)!.Phase);
    }

    [Fact]
    public async Task In_its_window_a_server_goes_back_to_its_preferred_node()
    {
        var home = Specs.Ost() with { Healing = new HealingSpec { FailbackWindows = ["* 00:05-23:59"] } };
        var spec = await Serving(home);
        Tell(spec, new Failover(new PersonOrder("ada", "test", spec.Target.ObjectName, 1), "node2"));
        await UntilPhase(spec, ServerPhase.Serving, number: 2);
        await UntilPhase(spec, ServerPhase.Serving, number: 3, stepMilliseconds: 1000);
        Assert.Equal("node1", StateOf(spec)!.Current!.Node);
        Assert.True(Time.GetUtcNow().TimeOfDay >= TimeSpan.FromMinutes(5));
    }

    private Func<bool> Reported(FakeSession session, int seconds)
    {
        var end = Time.GetUtcNow().AddSeconds(seconds);
        return () =>
        {
            session.Report(FakeSession.Well);
            return Time.GetUtcNow() >= end;
        };
    }
}
