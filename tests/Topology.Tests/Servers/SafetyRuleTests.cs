using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>The safety rules of a server: each one holds, and taken away it changes what is decided.</summary>
public sealed class SafetyRuleTests
{
    private static readonly EventMeta Now = Moment.NoMeta;

    private static readonly ImmutableArray<NodeCandidate> WithoutNode1 = [Sample.Node(2), Sample.Node(3), Sample.Node(4)];

    [Fact]
    public void Without_a_proof_no_life_is_planned_on_another_kernel() => Crashed()
        .When(new Proceed(WithoutNode1))
        .Then(new ProofAwaited(Now, 1, Sample.Kernel(1), "node1") { Silent = true });

    [Fact]
    public void Without_a_proof_no_life_is_planned_on_the_same_node_rebooted() => Crashed()
        .When(new Proceed([Sample.Node(1, boot: 2), .. WithoutNode1]))
        .Then(new ProofAwaited(Now, 1, Sample.Kernel(1), "node1"));

    [Fact]
    public void Without_a_proof_no_life_is_planned_while_the_node_is_silent() => Crashed()
        .When(new Proceed([Sample.Node(1) with { Heard = false }, .. WithoutNode1]))
        .Then(new ProofAwaited(Now, 1, Sample.Kernel(1), "node1") { Silent = true });

    [Fact]
    public void A_node_that_is_heard_and_not_ready_is_waited_for() => Crashed()
        .When(new Proceed([Sample.Node(1) with { Ready = false }, .. WithoutNode1]))
        .ThenRefused("NoNodeAvailable", "node1 is not heard or not ready");

    [Fact]
    public void Rule_ProofBeforeOtherKernel_is_consulted_by_the_planning() => Crashed()
        .Without(Rule.ProofBeforeOtherKernel)
        .When(new Proceed(WithoutNode1))
        .Then(new IncarnationPlanned(Now, Sample.Id(2), "node2", "fit: alive, schedulable, reaches the device; 0 servers on it") { Kernel = Sample.Kernel(2) });

    [Fact]
    public void An_agent_in_another_kernel_than_the_claims_gets_no_order() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(), Past.Starting(2))
            .When(new ReportKernel(2, Sample.Kernel(1, boot: 2), "pod-2"))
            .And(s => Assert.Equal(ServerPhase.AwaitingProof, s.Phase))
            .And(s => Assert.Equal(Sample.Kernel(1), s.Claim!.Kernel));

    [Fact]
    public void Rule_ProofBeforeOtherKernel_is_consulted_when_an_agent_answers() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(), Past.Starting(2))
            .Without(Rule.ProofBeforeOtherKernel)
            .When(new ReportKernel(2, Sample.Kernel(1, boot: 2), "pod-2"))
            .Then(new IncarnationStarted(Now, 2, Sample.Kernel(1, boot: 2), "pod-2"), new MountRequested(Now, 2));

    [Fact]
    public void Reports_of_another_life_are_ignored() => SecondLifeServes()
        .When(new FailIncarnation(1, Sample.Fault(FaultKind.PodCrashed), "pod-1")).ThenNothing()
        .When(new FailIncarnation(3, Sample.Fault(FaultKind.PodCrashed), "pod-3")).ThenNothing()
        .When(new ReportKernel(1, Sample.Kernel(2), "pod-1")).ThenNothing()
        .When(new ReportMounted(1, "another")).ThenNothing()
        .When(new ReportUnmounted(1, true, "absent")).ThenNothing();

    [Fact]
    public void Rule_CurrentIncarnationOnly_is_consulted() => SecondLifeServes()
        .Without(Rule.CurrentIncarnationOnly)
        .When(new FailIncarnation(1, Sample.Fault(FaultKind.PodCrashed), "pod-1"))
        .And(s => Assert.Equal(ServerPhase.BackingOff, s.Phase));

    [Fact]
    public void A_proof_ends_the_claim_it_names_and_is_spent_by_it() => Lost()
        .When(new AcceptProof(Past.Fenced()))
        .Then(new DeathProved(Now, Past.Fenced()), new BackOffStarted(Now, Moment.Zero, 0, "node1"))
        .When(new AcceptProof(Past.Fenced()))
        .ThenNothing();

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 2, 1)]
    public void A_proof_for_another_life_or_kernel_ends_nothing(long number, int node, int boot) => Lost()
        .When(new AcceptProof(new DeathProof(ProofKind.NodeFenced, number, Sample.Kernel(node, boot), "off")))
        .ThenRefused(nameof(Rule.ProofIsSpentOnce));

    [Fact]
    public void A_proof_that_was_spent_does_not_end_the_next_claim() => Lost()
        .When(new AcceptProof(Past.Fenced()))
        .Given([.. Past.ServingAgain(2, node: 2), .. Past.AwaitingProof(2, node: 2)])
        .When(new AcceptProof(Past.Fenced()))
        .ThenRefused(nameof(Rule.ProofIsSpentOnce), "the claim is 2 on machine-2/boot-2-1");

    [Fact]
    public void Rule_ProofIsSpentOnce_is_consulted() => Lost()
        .Without(Rule.ProofIsSpentOnce)
        .When(new AcceptProof(Past.Fenced(number: 7, node: 3)))
        .And(s => Assert.Null(s.Claim));

    [Fact]
    public void A_crash_during_the_format_quarantines() =>
        Story.OfServer(Past.Declared(), Past.Formatting())
            .When(new FailIncarnation(1, Sample.Fault(FaultKind.PodCrashed), "pod-1"))
            .And(s => Assert.Equal(ServerPhase.Quarantined, s.Phase))
            .And(s => Assert.Equal(FaultReasons.FormatUnanswered, s.LastFault!.Reason));

    [Fact]
    public void An_unanswered_format_quarantines_whatever_ended_the_life() =>
        Assert.All(
            [Sample.Fault(FaultKind.PodCrashed), Sample.Fault(FaultKind.MgsUnreachable), Sample.Fault(FaultKind.Node, "DeviceGone")],
            fault => Story.OfServer(Past.Declared(), Past.Formatting())
                .When(new FailIncarnation(1, fault, "pod-1"))
                .And(s => Assert.Equal(ServerPhase.Quarantined, s.Phase)));

    [Fact]
    public void An_unanswered_format_on_a_kernel_that_is_proved_dead_is_tried_again_elsewhere() =>
        Story.OfServer(Past.Declared(), Past.Formatting(), Past.AwaitingProof())
            .When(new AcceptProof(Past.Fenced()))
            .When(new Proceed(WithoutNode1))
            .When(new ReportKernel(2, Sample.Kernel(2), "pod-2"))
            .Then(new IncarnationStarted(Now, 2, Sample.Kernel(2), "pod-2"), new FormatRequested(Now, 2));

    [Fact]
    public void Rule_UnansweredFormatQuarantines_is_consulted() =>
        Story.OfServer(Past.Declared(), Past.Formatting())
            .Without(Rule.UnansweredFormatQuarantines)
            .When(new FailIncarnation(1, Sample.Fault(FaultKind.PodCrashed), "pod-1"))
            .And(s => Assert.Equal(ServerPhase.BackingOff, s.Phase));

    [Fact]
    public void A_target_is_formatted_once() => Lost()
        .When(new AcceptProof(Past.Fenced()))
        .Given(Past.Starting(2, node: 2))
        .When(new ReportKernel(2, Sample.Kernel(2), "pod-2"))
        .Then(new IncarnationStarted(Now, 2, Sample.Kernel(2), "pod-2"), new MountRequested(Now, 2));

    [Fact]
    public void Rule_FormatOnce_is_consulted() => Lost()
        .When(new AcceptProof(Past.Fenced()))
        .Given(Past.Starting(2, node: 2))
        .Without(Rule.FormatOnce)
        .When(new ReportKernel(2, Sample.Kernel(2), "pod-2"))
        .Then(new IncarnationStarted(Now, 2, Sample.Kernel(2), "pod-2"), new FormatRequested(Now, 2));

    private static Scenario<ServerState, ServerCommand, ServerEvent> Crashed() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed());

    private static Scenario<ServerState, ServerCommand, ServerEvent> Lost() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.AwaitingProof());

    private static Scenario<ServerState, ServerCommand, ServerEvent> SecondLifeServes() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(), Past.ServingAgain(2));
}
