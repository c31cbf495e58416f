using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>Every row of the crash policy: what becomes of the watching actor, and what of the target.</summary>
public sealed class CrashPolicyTests
{
    private static readonly EventMeta Now = Moment.NoMeta;

    [Fact]
    public void The_table_reads() => Golden.Matches("CrashPolicy.txt", CrashPolicyText.Print());

    [Fact]
    public void Every_fault_has_exactly_one_row() =>
        Assert.Equal(Enum.GetValues<FaultKind>(), CrashPolicy.Rows.Select(r => r.Fault));

    [Fact]
    public void A_fault_from_a_newer_agent_is_treated_as_unknown() =>
        Assert.Equal(FaultKind.Unknown, CrashPolicy.RowFor((FaultKind)999).Fault);

    [Theory]
    [InlineData(FaultKind.Transient)]
    [InlineData(FaultKind.Session)]
    [InlineData(FaultKind.Supervisor)]
    public void Faults_of_the_watching_side_leave_the_target_alone(FaultKind kind) =>
        Serving().When(Fail(kind)).ThenNothing();

    [Fact]
    public void A_crashed_pod_backs_off_and_comes_back_on_the_same_kernel() => Serving()
        .When(Fail(FaultKind.PodCrashed))
        .Then(Failed(FaultKind.PodCrashed), new BackOffStarted(Now, Moment.At(1), 1, null))
        .At(1)
        .When(new Proceed(Sample.Nodes))
        .Then(new IncarnationPlanned(Now, Sample.Id(2), "node1", "the same kernel holds the claim") { Kernel = Sample.Kernel(1) });

    [Fact]
    public void An_unreachable_MGS_is_tried_again_every_minute_and_costs_no_budget() => Serving()
        .When(Fail(FaultKind.MgsUnreachable))
        .Then(Failed(FaultKind.MgsUnreachable), new BackOffStarted(Now, Moment.At(60), 0, null))
        .And(s => Assert.Empty(s.Failures));

    [Fact]
    public void A_sick_node_whose_kernel_answers_is_unmounted_cleanly_first() => Serving()
        .When(Fail(FaultKind.Node, "DeviceGone"))
        .Then(Failed(FaultKind.Node, "DeviceGone"), new UnmountRequested(Now, 1) { AvoidNode = "node1" });

    [Theory]
    [InlineData(FaultReasons.NodeLost)]
    [InlineData(FaultReasons.NodeRebooted)]
    [InlineData(FaultReasons.KernelDiffers)]
    [InlineData(FaultReasons.Lbug)]
    public void A_kernel_that_cannot_answer_has_to_be_proved_dead(string reason) => Serving()
        .When(Fail(FaultKind.Node, reason))
        .Then(
            Failed(FaultKind.Node, reason),
            new ProofAwaited(Now, 1, Sample.Kernel(1), "node1") { Silent = FaultReasons.Silence.Contains(reason) });

    [Theory]
    [InlineData(FaultKind.Target)]
    [InlineData(FaultKind.Unknown)]
    public void A_wrong_target_and_what_nobody_knows_wait_for_a_person(FaultKind kind) => Serving()
        .When(Fail(kind))
        .Then(Failed(kind), new ServerQuarantined(Now, Sample.Fault(kind)))
        .And(s => Assert.Empty(ServerEffects.Due(s, Rules.All)));

    [Fact]
    public void A_hung_unmount_is_fenced_never_assumed() => Stopping()
        .When(Fail(FaultKind.UnmountHung))
        .Then(Failed(FaultKind.UnmountHung), new ProofAwaited(Now, 1, Sample.Kernel(1), "node1"));

    [Theory]
    [InlineData(FaultKind.PodCrashed)]
    [InlineData(FaultKind.Node)]
    public void A_crash_while_it_unmounts_has_to_be_proved(FaultKind kind) => Stopping()
        .When(Fail(kind))
        .Then(Failed(kind), new ProofAwaited(Now, 1, Sample.Kernel(1), "node1"));

    [Fact]
    public void A_sick_node_that_never_named_its_kernel_needs_no_proof_because_no_device_was_touched() =>
        Story.OfServer(Past.Declared(), Past.Starting())
            .When(Fail(FaultKind.Node, FaultReasons.NodeLost))
            .Then(Failed(FaultKind.Node, FaultReasons.NodeLost), new BackOffStarted(Now, Moment.At(1), 1, "node1"));

    [Fact]
    public void One_LBUG_asks_for_proof_and_the_second_on_another_node_quarantines_the_target() => Serving()
        .When(Fail(FaultKind.Node, FaultReasons.Lbug))
        .When(new AcceptProof(Past.Fenced()))
        .When(new Proceed(Sample.Nodes))
        .When(new ReportKernel(2, Sample.Kernel(2), "pod-2"))
        .When(new FailIncarnation(2, Sample.Fault(FaultKind.Node, FaultReasons.Lbug), "pod-2"))
        .Then(
            new IncarnationFailed(Now, 2, Sample.Fault(FaultKind.Node, FaultReasons.Lbug), "pod-2"),
            new ServerQuarantined(Now, Sample.Fault(FaultKind.Node, FaultReasons.Lbug)));

    [Fact]
    public void Two_LBUGs_on_one_node_do_not_blame_the_target() => Serving()
        .When(Fail(FaultKind.Node, FaultReasons.Lbug))
        .When(new AcceptProof(Past.Gone()))
        .Given([.. Past.Claimed(2), new MountRequested(Now, 2)])
        .When(new FailIncarnation(2, Sample.Fault(FaultKind.Node, FaultReasons.Lbug), "pod-2"))
        .And(s => Assert.Equal(ServerPhase.AwaitingProof, s.Phase));

    [Fact]
    public void A_fault_after_the_end_of_a_life_changes_nothing() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed())
            .When(Fail(FaultKind.Target))
            .ThenNothing();

    private static Scenario<ServerState, ServerCommand, ServerEvent> Serving() => Story.OfServer(Past.Declared(), Past.Serving());

    private static Scenario<ServerState, ServerCommand, ServerEvent> Stopping() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Stopping());

    private static FailIncarnation Fail(FaultKind kind, string reason = "Reason") => new(1, Sample.Fault(kind, reason), "pod-1");

    private static IncarnationFailed Failed(FaultKind kind, string reason = "Reason") => new(Now, 1, Sample.Fault(kind, reason), "pod-1");
}
