using Akka.Actor;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Servers;

/// <summary>The entity ends and comes back, in each phase: exactly what is due goes on, nothing is done twice, no server is touched.</summary>
public sealed class RecoveryTests(ITestOutputHelper output) : Stage(output)
{
    private static readonly ServerSpec Ost = Specs.Ost();

    [Fact]
    public async Task Serving_dials_the_same_agent_and_orders_nothing()
    {
        await Serving();
        await ComeBack();
        await Until(() => Agents.Sessions.Count == 2, "the agent is dialled again");
        await Pass(5);
        Assert.Equal(ServerPhase.Serving, StateOf(Ost)!.Phase);
        Assert.Equal((1, 1, 1), (Timeline.Count("create pod"), Timeline.Count("Format"), Timeline.Count("Mount")));
        Assert.False(Timeline.Has("delete pod"));
    }

    [Theory]
    [InlineData(AgentOperation.Format, ServerPhase.Formatting)]
    [InlineData(AgentOperation.Mount, ServerPhase.Mounting)]
    public async Task An_order_that_is_under_way_is_joined_in_the_same_life(AgentOperation operation, ServerPhase phase)
    {
        var hang = true;
        Agents.OnOrder = (order, _, token) => hang && order.Operation == operation ? FakeAgents.Hang(token) : FakeAgents.Done();
        BootNodes("node1");
        Declare(Ost);
        await UntilPhase(Ost, phase);
        await Until(() => Timeline.Has($"{operation} life 1"), "the order is under way");
        await ComeBack(() => hang = false);
        await UntilPhase(Ost, ServerPhase.Serving);
        Assert.Equal(1, Timeline.Count("create pod"));
        Assert.Equal(1, Timeline.Count("journal FormatRequested"));
        Assert.Equal(1, Timeline.Count("journal IncarnationPlanned"));
    }

    [Fact]
    public async Task A_pod_that_died_during_the_format_while_nobody_looked_quarantines()
    {
        Agents.OnOrder = (_, _, token) => FakeAgents.Hang(token);
        BootNodes("node1");
        Declare(Ost);
        await UntilPhase(Ost, ServerPhase.Formatting);
        await ComeBack(() => Pods.Crash(Ost.Target.EntityId));
        await UntilPhase(Ost, ServerPhase.Quarantined);
        Assert.Equal(FaultReasons.FormatUnanswered, StateOf(Ost)!.LastFault!.Reason);
    }

    [Fact]
    public async Task A_pod_that_vanished_while_nobody_looked_is_noticed()
    {
        await Serving();
        await ComeBack(() =>
        {
            Pods.Vanish(Ost.Target.EntityId);
            Pods.Facts.Removed(Ost.Target.EntityId);
        });
        await UntilPhase(Ost, ServerPhase.Serving, number: 2);
    }

    [Fact]
    public async Task A_pod_whose_creation_was_not_journaled_is_found_again()
    {
        Agents.Deaf = true;
        Journal.FailOn(e => e is PodCreated);
        BootNodes("node1");
        Declare(Ost);
        await Until(() => Timeline.Has("refused PodCreated"), "the pod exists and the journal does not know");
        Journal.FailOn(_ => false);
        Agents.Deaf = false;
        await UntilPhase(Ost, ServerPhase.Serving, stepMilliseconds: 250);
        Assert.Equal("uid-1", StateOf(Ost)!.Current!.PodUid);
        Assert.Equal(1, Timeline.Count("journal IncarnationPlanned"));
    }

    [Fact]
    public async Task Backing_off_keeps_its_time()
    {
        await Serving();
        Pods.Crash(Ost.Target.EntityId);
        await UntilPhase(Ost, ServerPhase.BackingOff);
        var retryAt = StateOf(Ost)!.RetryAt;
        await ComeBack();
        Assert.Equal(retryAt, StateOf(Ost)!.RetryAt);
        await UntilPhase(Ost, ServerPhase.Serving, number: 2);
        Assert.Equal(2, Timeline.Count("journal IncarnationPlanned"));
    }

    [Fact]
    public async Task Awaiting_a_proof_goes_on_awaiting_it()
    {
        await Serving();
        Nodes.Kill("node1");
        await UntilPhase(Ost, ServerPhase.AwaitingProof, stepMilliseconds: 500);
        await ComeBack();
        await Pass(60, stepMilliseconds: 500);
        Assert.Equal(ServerPhase.AwaitingProof, StateOf(Ost)!.Phase);
        Assert.Equal(1, Timeline.Count("create pod"));
        Assert.False(Timeline.Has("delete pod"));
        Nodes.Boot("node1");
        await UntilPhase(Ost, ServerPhase.Serving, number: 2);
    }

    [Fact]
    public async Task Quarantined_does_nothing()
    {
        await Serving();
        Agents.Of(Ost.Target.EntityId, 1).Report(FaultKind.Target);
        await UntilPhase(Ost, ServerPhase.Quarantined);
        var calls = Timeline.Calls.Count();
        await ComeBack();
        await Pass(30, stepMilliseconds: 500);
        Assert.Equal(calls, Timeline.Calls.Count());
    }

    [Fact]
    public async Task An_unmount_that_is_under_way_is_joined()
    {
        var hang = true;
        await Serving();
        Agents.OnOrder = (order, _, token) => hang ? FakeAgents.Hang(token) : FakeAgents.Done();
        Agents.Of(Ost.Target.EntityId, 1).Report(FaultKind.Node, "DeviceGone");
        await Until(() => Timeline.Has("Unmount life 1"), "the unmount is under way");
        await ComeBack(() => hang = false);
        await UntilPhase(Ost, ServerPhase.Serving, number: 2);
        Assert.Equal(1, Timeline.Count("journal UnmountRequested"));
        Assert.Equal("node2", StateOf(Ost)!.Current!.Node);
    }

    /// <summary>The entity is handed over and recovers, as on another member.</summary>
    private async Task ComeBack(Action? meanwhile = null)
    {
        var resumed = Timeline.Count("journal ServerResumed");
        Regions.Servers.Tell(new EntityHost.HandOver(Ost.Target.EntityId));
        await Until(() => StateOf(Ost) is null, "the entity ended");
        meanwhile?.Invoke();
        Declare(Ost);
        await Until(() => Timeline.Count("journal ServerResumed") > resumed && StateOf(Ost) is not null, "the entity is back");
    }
}
