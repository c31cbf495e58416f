using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Servers;

/// <summary>What an unmount proves, and how the pod of a dead life is removed.</summary>
public sealed class UnmountAndRemovalTests
{
    private static readonly EventMeta Now = Moment.NoMeta;

    [Fact]
    public void A_clean_unmount_proves_the_claim_ended_and_lets_another_node_serve() => Stopping()
        .When(new ReportUnmounted(1, true, "absent"))
        .Then(
            new DeathProved(Now, new DeathProof(ProofKind.Unmounted, 1, Sample.Kernel(1), "absent")),
            new BackOffStarted(Now, Moment.Zero, 0, "node1"))
        .When(new Proceed(Sample.Nodes))
        .And(s => Assert.Equal("node2", s.Current!.Node));

    [Fact]
    public void A_hung_unmount_proves_nothing() => Stopping()
        .When(new ReportUnmounted(1, false, "still in /proc/mounts"))
        .Then(new ProofAwaited(Now, 1, Sample.Kernel(1), "node1"));

    [Fact]
    public void Rule_HungUnmountProvesNothing_is_consulted() => Stopping()
        .Without(Rule.HungUnmountProvesNothing)
        .When(new ReportUnmounted(1, false, "still in /proc/mounts"))
        .And(s => Assert.Null(s.Claim));

    [Fact]
    public void An_unmount_by_an_agent_that_never_named_its_kernel_proves_nothing() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(), Past.Starting(2), Past.Stopping(2))
            .When(new ReportUnmounted(2, true, "absent, in a kernel nobody knows"))
            .Then(new ProofAwaited(Now, 1, Sample.Kernel(1), "node1"));

    [Fact]
    public void An_agent_that_names_the_claims_kernel_first_may_prove_the_unmount() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(), Past.Starting(2), Past.Stopping(2))
            .When(new ReportKernel(2, Sample.Kernel(1), "pod-2"))
            .Then(new IncarnationStarted(Now, 2, Sample.Kernel(1), "pod-2"))
            .When(new ReportUnmounted(2, true, "absent"))
            .And(s => Assert.Null(s.Claim));

    [Fact]
    public void An_unmount_does_not_answer_a_format()
    {
        var story = Story.OfServer(Past.Declared(), Past.Formatting(), Past.Stopping())
            .When(new ReportUnmounted(1, true, "absent"));
        Assert.True(story.State.FormatPending || story.State.Phase == ServerPhase.Quarantined);
    }

    [Fact]
    public void The_pod_of_a_crashed_life_is_deleted_gracefully() =>
        Assert.Equal(
            [new PlaceAt(Moment.Zero), new ClearPod(new LeftoverPod(1, "pod-1", Proved: false))],
            Due(Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed())));

    [Theory]
    [InlineData(ProofKind.NodeFenced)]
    [InlineData(ProofKind.KernelGone)]
    public void The_pod_of_a_kernel_that_is_proved_dead_is_removed_by_force(ProofKind kind) =>
        Assert.Equal(
            [new PlaceAt(Moment.Zero), new ClearPod(new LeftoverPod(1, "pod-1", Proved: true))],
            Due(Story.OfServer(Past.Declared(), Past.Serving(), Past.AwaitingProof())
                .When(new AcceptProof(new DeathProof(kind, 1, Sample.Kernel(1), "seen")))));

    [Fact]
    public void Nothing_is_removed_while_the_proof_is_awaited() =>
        Assert.Equal(
            [new AskProof(new KernelClaim(1, Sample.Kernel(1), "node1", "pod-1"))],
            Due(Story.OfServer(Past.Declared(), Past.Serving(), Past.AwaitingProof())));

    [Fact]
    public void Rule_RemoveOnlyAfterProof_is_consulted() =>
        Assert.Contains(
            new ClearPod(new LeftoverPod(1, "pod-1", Proved: true)),
            ServerEffects.Due(
                Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed()).State,
                new Rules(Rules.All.Active.Remove(Rule.RemoveOnlyAfterProof))));

    [Theory]
    [InlineData(ProofKind.NodeFenced)]
    [InlineData(ProofKind.KernelGone)]
    public void A_pod_that_answered_from_a_later_boot_is_not_removed_by_force_when_the_earlier_boot_is_proved_dead(ProofKind kind) =>
        Assert.Contains(
            new ClearPod(new LeftoverPod(1, "pod-2", Proved: false)),
            Due(Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(), Past.Starting(2))
                .When(new ReportKernel(2, Sample.Kernel(1, boot: 2), "pod-2"))
                .When(new AcceptProof(new DeathProof(kind, 1, Sample.Kernel(1), "seen")))));

    [Fact]
    public void The_pod_that_exists_is_removed_even_when_only_its_agent_told_of_it() =>
        Assert.Contains(
            new ClearPod(new LeftoverPod(1, "pod-2", Proved: false)),
            Due(Story.OfServer(
                    Past.Declared(), Past.Serving(), Past.Crashed(), [new IncarnationPlanned(Now, Sample.Id(2), "node1", "same kernel")])
                .When(new ReportKernel(2, Sample.Kernel(1, boot: 2), "pod-2"))
                .When(new AcceptProof(Past.Gone()))));

    [Fact]
    public void A_pod_that_never_named_its_kernel_died_with_the_node_that_was_fenced() =>
        Assert.Contains(
            new ClearPod(new LeftoverPod(1, "pod-2", Proved: true)),
            Due(Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(), Past.Starting(2))
                .When(new FailIncarnation(2, Sample.Fault(FaultKind.Node, FaultReasons.NodeLost), "pod-2"))
                .When(new AcceptProof(Past.Fenced()))));

    [Fact]
    public void A_server_that_serves_on_a_kernel_that_is_proved_dead_starts_anew() =>
        Story.OfServer(Past.Declared(), Past.Serving())
            .When(new AcceptProof(Past.Fenced()))
            .And(s => Assert.Equal(ServerPhase.BackingOff, s.Phase))
            .And(s => Assert.Null(s.Claim))
            .And(s => Assert.Equal(FaultReasons.KernelProvedDead, s.LastFault!.Reason));

    [Fact]
    public void A_proof_during_quarantine_ends_the_claim_and_nothing_else() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Quarantined())
            .When(new AcceptProof(Past.Fenced()))
            .Then(new DeathProved(Now, Past.Fenced()))
            .And(s => Assert.Equal(ServerPhase.Quarantined, s.Phase));

    [Fact]
    public void A_new_pod_under_the_name_means_that_the_old_one_is_gone() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Crashed(), Past.Starting(2))
            .And(s => Assert.Null(s.Leftover));

    private static Scenario<ServerState, ServerCommand, ServerEvent> Stopping() =>
        Story.OfServer(Past.Declared(), Past.Serving(), Past.Stopping());

    private static ImmutableArray<ServerEffect> Due(Scenario<ServerState, ServerCommand, ServerEvent> story) =>
        ServerEffects.Due(story.State, Rules.All);
}
