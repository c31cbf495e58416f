using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>A node that is silent, gone, drained, rebooted or back again: each its own path.</summary>
public sealed class NodeFaultTests
{
    private static readonly EventMeta Now = Moment.NoMeta;
    private static readonly HealingSpec Healing = new();

    [Fact]
    public void A_silent_node_with_a_silent_agent_is_lost() =>
        Assert.Equal(FaultReasons.NodeLost, Judge(new SilenceFacts("node1", true, true, Seconds(40), Seconds(40)))?.Reason);

    [Fact]
    public void A_silent_node_whose_agent_reports_is_left_alone() =>
        Assert.Null(Judge(new SilenceFacts("node1", true, true, Seconds(4000), Seconds(3))));

    [Fact]
    public void Rule_HealthyIsNotStopped_is_consulted() => Assert.NotNull(SilenceRule.Judge(
        new SilenceFacts("node1", true, true, Seconds(4000), Seconds(3)), Healing, new Rules(Rules.All.Active.Remove(Rule.HealthyIsNotStopped))));

    [Fact]
    public void A_deleted_node_counts_at_once_when_its_agent_is_silent_too()
    {
        Assert.Equal(FaultReasons.NodeGone, Judge(new SilenceFacts("node1", false, true, TimeSpan.Zero, null))?.Reason);
        Assert.Null(Judge(new SilenceFacts("node1", false, true, TimeSpan.Zero, Seconds(2))));
        Assert.Null(Judge(new SilenceFacts("node1", false, false, TimeSpan.Zero, null)));
    }

    [Fact]
    public void A_kernel_that_is_heard_again_goes_on_where_it_was() => Lost()
        .When(new HearKernel(Sample.Kernel(1), PodRuns: true))
        .Then(new LifeContinued(Now, 1))
        .And(s => Assert.Equal(IncarnationStep.Watch, Assert.IsType<RunIncarnation>(Assert.Single(ServerEffects.Due(s, Rules.All))).Step));

    [Fact]
    public void Without_its_pod_the_next_life_starts_on_that_kernel_and_no_other() => Lost()
        .When(new HearKernel(Sample.Kernel(1), PodRuns: false))
        .And(s => Assert.Equal(ServerPhase.BackingOff, s.Phase))
        .When(new Proceed(Sample.Nodes))
        .And(s => Assert.Equal(("node1", 2L), (s.Current!.Node, s.Current.Id.Number)));

    [Fact]
    public void Another_boot_that_is_heard_is_not_that_kernel() =>
        Lost().When(new HearKernel(Sample.Kernel(1, boot: 2), PodRuns: true)).ThenNothing();

    [Fact]
    public void Where_a_person_had_it_fenced_nothing_goes_on() => Story.OfServer(Past.Declared(), Past.Serving())
        .When(new FenceByPerson(Sample.Order(1)))
        .When(new HearKernel(Sample.Kernel(1), PodRuns: true)).ThenNothing();

    [Fact]
    public void A_drain_is_a_clean_unmount_and_another_node() => Story.OfServer(Past.Declared(), Past.Serving())
        .When(new ReportPodRemoval(1))
        .Then(new UnmountRequested(Now, 1))
        .When(new ReportUnmounted(1, true, "absent"))
        .When(new Proceed([Sample.Node(1) with { Schedulable = false }, Sample.Node(2)]))
        .And(s => Assert.Equal("node2", s.Current!.Node))
        .And(s => Assert.Empty(s.Failures));

    [Fact]
    public void A_cordon_alone_moves_nothing() => Story.OfServer(Past.Declared(), Past.Serving())
        .When(new Proceed([Sample.Node(1) with { Schedulable = false }, Sample.Node(2)])).ThenNothing();

    [Fact]
    public void A_rebooted_node_is_as_good_as_before() => Lost()
        .When(new AcceptProof(new DeathProof(ProofKind.KernelGone, 1, Sample.Kernel(1), "boot 2")))
        .When(new Proceed([Sample.Node(1, boot: 2), Sample.Node(2)]))
        .And(s => Assert.Equal("node1", s.Current!.Node));

    [Fact]
    public void A_server_that_fails_on_node_after_node_is_quarantined()
    {
        var spec = Sample.Spec with { Healing = new HealingSpec { Restarts = new RestartSpec { MaxInWindow = 1 } } };
        Story.OfServer(Past.Declared(spec), Past.Serving(), Past.Crashed(), Past.Serving(2), Past.AwaitingProof(2))
            .When(new AcceptProof(new DeathProof(ProofKind.NodeFenced, 2, Sample.Kernel(1), "off")))
            .And(s => Assert.Equal(ServerPhase.Quarantined, s.Phase))
            .And(s => Assert.Null(s.Claim))
            .And(s => Assert.Equal(FaultReasons.BudgetSpent, s.LastFault!.Reason));
    }

    [Theory]
    [InlineData("Thu 00:00-01:00", true)]
    [InlineData("Fri 00:00-01:00", false)]
    [InlineData("Wed 23:00-00:30", true)]
    [InlineData("* 00:00-00:01", true)]
    [InlineData("nonsense", false)]
    public void Failback_waits_for_its_window(string window, bool goes)
    {
        var spec = Sample.Spec with { Healing = new HealingSpec { FailbackWindows = [window] } };
        var story = Story.OfServer(Past.Declared(spec), Past.Serving(node: 2)).When(new ConsiderFailback(Sample.Nodes));
        if (goes)
            story.Then(new MoveRequested(Now, "node1", "declared window"), new UnmountRequested(Now, 1) { AvoidNode = "node2" });
        else
            story.ThenNothing();
    }

    [Fact]
    public void At_home_there_is_nothing_to_go_back_to()
    {
        var spec = Sample.Spec with { Healing = new HealingSpec { FailbackWindows = ["* 00:00-23:59"] } };
        Story.OfServer(Past.Declared(spec), Past.Serving())
            .When(new ConsiderFailback(Sample.Nodes)).ThenNothing()
            .And(s => Assert.DoesNotContain(ServerEffects.Due(s, Rules.All), e => e is WatchWindow));
    }

    [Theory]
    [InlineData(FaultKind.PodCrashed, TargetResponse.Quarantine, TargetResponse.Quarantine)]
    [InlineData(FaultKind.Target, TargetResponse.RestartOnSameKernel, TargetResponse.Quarantine)]
    [InlineData(FaultKind.UnmountHung, TargetResponse.None, TargetResponse.ProveDeath)]
    [InlineData(FaultKind.Node, TargetResponse.RestartOnSameKernel, TargetResponse.MoveAfterProof)]
    public void A_file_system_may_be_more_cautious_than_the_table_and_never_less(FaultKind fault, TargetResponse chosen, TargetResponse response) =>
        Assert.Equal(response, CrashPolicy.ResponseTo(fault, new HealingSpec { OnFault = [new FaultChoice(fault, chosen)] }));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static Fault? Judge(SilenceFacts facts) => SilenceRule.Judge(facts, Healing, Rules.All);

    private static Scenario<ServerState, ServerCommand, ServerEvent> Lost() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.AwaitingProof());
}
