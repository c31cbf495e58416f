using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Servers;

/// <summary>Each directive of the crash policy, seen at the real child.</summary>
public sealed class DirectiveTests(ITestOutputHelper output) : Stage(output)
{
    private static readonly string Entity = Specs.Ost().Target.EntityId;

    [Fact]
    public async Task Resume_keeps_the_child_and_its_session()
    {
        var spec = await Serving();
        var session = Agents.Of(Entity, 1);
        session.Report(FaultKind.Transient);
        session.Report(FakeSession.Well with { CompletedClients = 7 });
        await Until(() => Status.Targets[Entity].CompletedClients == 7, "the same watch goes on");
        Assert.Same(session, Assert.Single(Agents.Sessions));
        Assert.Equal(ServerPhase.Serving, StateOf(spec)!.Phase);
    }

    [Fact]
    public async Task Restart_builds_the_session_anew_in_the_same_life()
    {
        var spec = await Serving();
        Agents.Of(Entity, 1).Break();
        await Until(() => Agents.Sessions.Count == 2, "a second session");
        Agents.Of(Entity, 1).Report(FakeSession.Well with { CompletedClients = 7 });
        await Until(() => Status.Targets[Entity].CompletedClients == 7, "the new session is watched");
        Assert.Equal(1, StateOf(spec)!.Current!.Id.Number);
        Assert.Equal(1, Timeline.Count("create pod"));
        Assert.Equal(1, Timeline.Count("Mount"));
        Assert.False(Timeline.Has("journal IncarnationFailed"));
    }

    [Fact]
    public async Task Restart_while_a_call_is_under_way_costs_one_session_and_no_more()
    {
        await Serving();
        Agents.Of(Entity, 1).Report(FaultKind.Session);
        await Until(() => Agents.Sessions.Count == 2, "a second session");
        await Pass(3);
        Assert.Equal(2, Agents.Sessions.Count);
    }

    [Fact]
    public async Task Stop_ends_the_child_and_leaves_the_pod_to_the_decision()
    {
        var spec = await Serving();
        Agents.Of(Entity, 1).Report(FaultKind.Target, "IndexInUse");
        await UntilPhase(spec, ServerPhase.Quarantined);
        await Pass(5);
        Timeline.InOrder("journal IncarnationFailed", "journal ServerQuarantined");
        Assert.False(Timeline.Has("delete pod"));
        Assert.Single(Agents.Sessions);
    }

    [Fact]
    public async Task Escalate_restarts_the_entity_which_journals_its_fault_before_it_goes_on()
    {
        var spec = await Serving();
        Agents.Of(Entity, 1).Report(FaultKind.Supervisor);
        await Until(() => Agents.Sessions.Count == 2, "the entity goes on");
        Timeline.InOrder("journal SupervisorFaulted", "dial life 1");
        Assert.Equal(1, StateOf(spec)!.Current!.Id.Number);
        Assert.Equal(ServerPhase.Serving, StateOf(spec)!.Phase);
    }

    [Fact]
    public async Task The_third_escalation_quarantines_and_there_is_no_hot_loop()
    {
        var spec = await Serving();
        for (var n = 1; n <= CrashPolicy.SupervisorFaultsMax; n++)
        {
            await Until(() => Agents.Sessions.Count == n, $"session {n}");
            Agents.Of(Entity, 1).Report(FaultKind.Supervisor);
            await Until(() => Timeline.Count("journal SupervisorFaulted") == n, $"fault {n} is journaled");
        }

        await UntilPhase(spec, ServerPhase.Quarantined);
        await Pass(120, stepMilliseconds: 1000);
        Assert.Equal(CrashPolicy.SupervisorFaultsMax, Timeline.Count("journal SupervisorFaulted"));
        Assert.Equal(CrashPolicy.SupervisorFaultsMax, Agents.Sessions.Count);
        Assert.False(Timeline.Has("delete pod"));
    }

    [Fact]
    public async Task An_exception_that_is_none_of_ours_is_the_supervisors_own_fault()
    {
        Agents.OnConnect = _ => Agents.Sessions.Count == 0 && Timeline.Count("dial") == 1 ? new InvalidCastException("a bug") : null;
        await Serving();
        Assert.Equal(1, Timeline.Count("journal SupervisorFaulted"));
    }
}
