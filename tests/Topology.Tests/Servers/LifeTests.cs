using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>The life of a server when nothing goes wrong.</summary>
public sealed class LifeTests
{
    private static readonly EventMeta Now = Moment.NoMeta;

    [Fact]
    public void A_server_is_declared_and_waits_for_its_turn() => Story.OfServer()
        .When(new DeclareServer(Sample.Spec, MayStart: false))
        .Then(new ServerDeclared(Now, Sample.Spec))
        .And(s => Assert.Equal(ServerPhase.Declared, s.Phase))
        .And(s => Assert.Empty(ServerEffects.Due(s, Rules.All)));

    [Fact]
    public void Its_turn_in_the_start_order_lets_it_start() => Story.OfServer([new ServerDeclared(Now, Sample.Spec)])
        .When(new DeclareServer(Sample.Spec, MayStart: true))
        .Then(new StartPermitted(Now))
        .When(new DeclareServer(Sample.Spec, MayStart: true))
        .ThenNothing();

    [Fact]
    public void A_life_is_planned_on_a_fit_node_before_its_pod_exists() => Story.OfServer(Past.Declared())
        .When(new Proceed(Sample.Nodes))
        .Then(new IncarnationPlanned(Now, Sample.Id(1), "node1", "fit: alive, schedulable, reaches the device; 0 servers on it") { Kernel = Sample.Kernel(1) })
        .And(s => Assert.Equal(
            [new RunIncarnation(Sample.Id(1), "node1", IncarnationStep.Start, null)], ServerEffects.Due(s, Rules.All)));

    [Fact]
    public void A_node_lost_before_its_agent_answers_is_proved_dead_so_that_the_pod_s_name_comes_free() => Story.OfServer(Past.Declared())
        .When(new Proceed(Sample.Nodes))
        .When(new ReportPod(1, "pod-1"))
        .When(new FailIncarnation(1, new Fault(FaultKind.Node, FaultReasons.NodeLost, "silent"), "pod-1"))
        .And(s => Assert.Equal(ServerPhase.AwaitingProof, s.Phase))
        .And(s => Assert.Equal([new AskProof(new KernelClaim(1, Sample.Kernel(1), "node1", "pod-1"))], ServerEffects.Due(s, Rules.All)))
        .When(new AcceptProof(new DeathProof(ProofKind.NodeFenced, 1, Sample.Kernel(1), "off")))
        .And(s => Assert.Equal(new LeftoverPod(1, "pod-1", true), s.Leftover));

    [Fact]
    public void Pod_kernel_format_mount_and_recovery_follow_in_this_order() => Story.OfServer(Past.Declared())
        .When(new Proceed(Sample.Nodes))
        .When(new ReportPod(1, "pod-1"))
        .Then(new PodCreated(Now, 1, "pod-1"))
        .When(new ReportKernel(1, Sample.Kernel(1), "pod-1"))
        .Then(new IncarnationStarted(Now, 1, Sample.Kernel(1), "pod-1"), new FormatRequested(Now, 1))
        .When(new ReportFormatted(1, Sample.DeviceUuid))
        .Then(new TargetFormatted(Now, 1, Sample.DeviceUuid), new MountRequested(Now, 1))
        .When(new ReportMounted(1, Sample.DeviceUuid))
        .Then(new TargetMounted(Now, 1, Sample.DeviceUuid))
        .When(new ReportRecovery(1, "RECOVERING"))
        .ThenNothing()
        .When(new ReportRecovery(1, "COMPLETE"))
        .Then(new ServingStarted(Now, 1, "COMPLETE"));

    [Theory]
    [InlineData("INACTIVE")]
    [InlineData("COMPLETE")]
    [InlineData("WAITING_FOR_CLIENTS")]
    public void A_mounted_target_serves_when_there_is_nothing_left_to_recover(string recovery) =>
        Story.OfServer(Past.Declared(), Past.Mounting(), [new TargetMounted(Now, 1, Sample.DeviceUuid)])
            .When(new ReportRecovery(1, recovery))
            .Then(new ServingStarted(Now, 1, recovery));

    [Fact]
    public void A_later_life_mounts_without_a_format() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(), Past.Starting(2))
            .When(new ReportKernel(2, Sample.Kernel(1), "pod-2"))
            .Then(new IncarnationStarted(Now, 2, Sample.Kernel(1), "pod-2"), new MountRequested(Now, 2));

    [Fact]
    public void Telling_the_same_twice_changes_nothing() => Story.OfServer(Past.Declared(), Past.Serving())
        .When(new DeclareServer(Sample.Spec, MayStart: true)).ThenNothing()
        .When(new ReportPod(1, "pod-1")).ThenNothing()
        .When(new ReportKernel(1, Sample.Kernel(1), "pod-1")).ThenNothing()
        .When(new ReportFormatted(1, Sample.DeviceUuid)).ThenNothing()
        .When(new ReportMounted(1, Sample.DeviceUuid)).ThenNothing()
        .When(new ReportRecovery(1, "COMPLETE")).ThenNothing()
        .When(new ReportUnmounted(1, true, "absent")).ThenNothing()
        .When(new Proceed(Sample.Nodes)).ThenNothing();

    [Fact]
    public void Nothing_but_a_declaration_begins_a_server() => Story.OfServer()
        .When(new Proceed(Sample.Nodes)).ThenRefused("NotDeclared", "apply its LustreFilesystem")
        .When(new Release(Sample.Order(0))).ThenRefused("NotDeclared")
        .When(new Resume()).Then(new ServerResumed(Now));

    [Fact]
    public void A_changed_plan_entry_is_taken_over_and_moves_nothing()
    {
        var changed = Sample.Spec with { MaxPerNode = 2 };
        Story.OfServer(Past.Declared(), Past.Serving())
            .When(new DeclareServer(changed, MayStart: true))
            .Then(new ServerRespecified(Now, changed))
            .And(s => Assert.Equal(ServerPhase.Serving, s.Phase));
    }

    [Fact]
    public void A_device_that_is_not_the_formatted_one_quarantines_the_target() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(), Past.Starting(2))
            .When(new ReportKernel(2, Sample.Kernel(1), "pod-2"))
            .When(new ReportMounted(2, "uuid-of-a-stranger"))
            .And(s => Assert.Equal(ServerPhase.Quarantined, s.Phase))
            .And(s => Assert.Equal(FaultReasons.DeviceDiffers, s.LastFault!.Reason));

    [Fact]
    public void A_release_by_a_person_starts_a_new_life_with_a_clean_slate() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Quarantined())
            .When(new Release(Sample.Order(1, "cable replaced")))
            .Then(new ServerReleased(Now, "cable replaced"), new BackOffStarted(Now, Moment.Zero, 0, null))
            .And(s => Assert.Empty(s.Failures))
            .When(new Proceed(Sample.Nodes))
            .Then(new IncarnationPlanned(Now, Sample.Id(2), "node1", "the same kernel holds the claim") { Kernel = Sample.Kernel(1) });

    [Theory]
    [InlineData("", "looked at it", "Who")]
    [InlineData("ada", " ", "What was found")]
    public void A_release_without_a_name_or_a_statement_is_refused(string by, string statement, string why) =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Quarantined())
            .When(new Release(Sample.Order(1, statement) with { By = by }))
            .ThenRefused("StatementMissing", why);

    [Fact]
    public void Only_a_quarantined_server_can_be_released() => Story.OfServer(Past.Declared(), Past.Serving())
        .When(new Release(Sample.Order(1)))
        .ThenRefused("NotQuarantined", "is Serving");
}
