using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Servers;

/// <summary>From a declaration to a serving target.</summary>
public sealed class FirstStartTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task Every_intent_is_journaled_before_the_world_is_asked()
    {
        await Serving();
        Timeline.InOrder(
            "journal ServerDeclared",
            "journal IncarnationPlanned",
            "create pod scratch-ost0000 of life 1 on node1",
            "dial life 1",
            "journal IncarnationStarted",
            "journal FormatRequested",
            "Format life 1",
            "journal TargetFormatted",
            "journal MountRequested",
            "Mount life 1",
            "journal TargetMounted",
            "journal ServingStarted");
        Assert.Equal(["create", "dial", "Format", "Mount"], Timeline.Calls.Select(c => c.Split(' ')[0]));
    }

    [Fact]
    public async Task The_agent_is_given_the_path_that_its_own_node_has()
    {
        string? path = null;
        Agents.OnOrder = (order, _, _) =>
        {
            path = order.Device.Path;
            return FakeAgents.Done();
        };
        await Serving();
        Assert.Equal("/dev/ost0-on-node1", path);
    }

    [Fact]
    public async Task A_server_waits_for_its_turn()
    {
        BootNodes("node1");
        Declare(Specs.Ost(), mayStart: false);
        await UntilPhase(Specs.Ost(), ServerPhase.Declared, number: 0);
        await Pass(5);
        Assert.Empty(Timeline.Calls);
        Declare(Specs.Ost());
        await UntilPhase(Specs.Ost(), ServerPhase.Serving);
    }

    [Fact]
    public async Task Without_a_fit_node_it_waits_and_says_why()
    {
        Declare(Specs.Ost());
        await Until(
            () => Status.Targets.TryGetValue(Specs.Ost().Target.EntityId, out var v)
                && v.Conditions[0].Message.Contains("node1: not seen", StringComparison.Ordinal),
            "the reason is published");
        BootNodes("node2");
        await UntilPhase(Specs.Ost(), ServerPhase.Serving);
        Assert.Equal("node2", StateOf(Specs.Ost())!.Current!.Node);
    }

    [Fact]
    public async Task A_view_of_nodes_that_may_be_stale_is_not_acted_on()
    {
        View.SetNodesCurrent(false);
        BootNodes("node1");
        Declare(Specs.Ost());
        await Pass(5);
        Assert.Empty(Timeline.Calls);
        View.SetNodesCurrent(true);
        await UntilPhase(Specs.Ost(), ServerPhase.Serving);
    }

    [Fact]
    public async Task A_busy_API_server_is_asked_again_by_the_same_child()
    {
        var answers = 0;
        Pods.OnCreate = _ => ++answers <= 3 ? new Ports.ClusterUnavailableException("429") : null;
        await Serving();
        Assert.Equal(4, Timeline.Count("create pod"));
        Assert.Empty(StateOf(Specs.Ost())!.Failures);
    }

    [Fact]
    public async Task A_command_is_answered_only_when_it_is_journaled()
    {
        Journal.HoldOn(e => e is ServerDeclared);
        Declare(Specs.Ost());
        await Until(() => Timeline.Has("held ServerDeclared"), "the write is under way");
        await ExpectNoMsgAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        Journal.Release();
        await ExpectMsgAsync<CommandReply.Done>(cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_mount_that_cannot_reach_the_MGS_is_tried_again_in_the_same_life_then_every_minute()
    {
        Agents.OnOrder = (order, _, _) =>
            order.Operation == Ports.AgentOperation.Mount ? FakeAgents.Fault(Topology.Common.FaultKind.MgsUnreachable) : FakeAgents.Done();
        BootNodes("node1");
        Declare(Specs.Ost());
        await UntilPhase(Specs.Ost(), ServerPhase.BackingOff);
        Assert.Equal(CrashPolicy.SessionRestartsMax + 1, Timeline.Count("Mount life 1"));
        Assert.Equal(CrashPolicy.MgsRetry, StateOf(Specs.Ost())!.RetryAt - StateOf(Specs.Ost())!.PhaseSince);
        Agents.OnOrder = (_, _, _) => FakeAgents.Done();
        await UntilPhase(Specs.Ost(), ServerPhase.Serving, number: 2, stepMilliseconds: 250);
        Assert.Equal(1, Timeline.Count("Format"));
        Assert.Empty(StateOf(Specs.Ost())!.Failures);
    }
}
