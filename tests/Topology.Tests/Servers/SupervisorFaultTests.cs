using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>When the supervisor itself is wrong: it counts against itself, and stops before it loops.</summary>
public sealed class SupervisorFaultTests
{
    private static readonly EventMeta Now = Moment.NoMeta;

    [Fact]
    public void A_first_fault_is_journaled_and_changes_nothing_else() => Story.OfServer(Past.Declared(), Past.Serving())
        .When(new BlameSupervisor("index out of range"))
        .Then(new SupervisorFaulted(Now, "index out of range"))
        .And(s => Assert.Equal(ServerPhase.Serving, s.Phase));

    [Fact]
    public void The_third_in_ten_minutes_quarantines() => Story.OfServer(Past.Declared(), Past.Serving())
        .At(0).When(new BlameSupervisor("bug"))
        .At(300).When(new BlameSupervisor("bug"))
        .At(599).When(new BlameSupervisor("bug"))
        .Then(
            new SupervisorFaulted(Now, "bug"),
            new ServerQuarantined(Now, new Fault(FaultKind.Supervisor, FaultReasons.SupervisorFaults, "bug")))
        .And(s => Assert.Empty(ServerEffects.Due(s, Rules.All)));

    [Fact]
    public void Three_in_more_than_ten_minutes_do_not() => Story.OfServer(Past.Declared(), Past.Serving())
        .At(0).When(new BlameSupervisor("bug"))
        .At(300).When(new BlameSupervisor("bug"))
        .At(600).When(new BlameSupervisor("bug"))
        .And(s => Assert.Equal(ServerPhase.Serving, s.Phase));

    [Fact]
    public void The_pod_that_still_runs_is_made_way_for_after_the_release() =>
        Assert.Equal(
            [new PlaceAt(Moment.Zero), new ClearPod(new LeftoverPod(1, "pod-1", Proved: false))],
            ServerEffects.Due(
                Story.OfServer(Past.Declared(), Past.Serving())
                    .When(new BlameSupervisor("bug")).When(new BlameSupervisor("bug")).When(new BlameSupervisor("bug"))
                    .When(new Release(Sample.Order(1, "upgraded"))).State,
                Rules.All));

    [Fact]
    public void A_server_that_was_never_declared_only_counts() => Story.OfServer()
        .When(new BlameSupervisor("bug")).When(new BlameSupervisor("bug")).When(new BlameSupervisor("bug"))
        .Then(new SupervisorFaulted(Now, "bug"));
}
