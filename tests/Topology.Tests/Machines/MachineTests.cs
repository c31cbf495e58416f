using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Machines;

/// <summary>Which boots of a machine are over, and one fence at a time.</summary>
public sealed class MachineTests
{
    private static readonly EventMeta Now = Moment.NoMeta;

    [Fact]
    public void A_boot_that_was_never_seen_is_remembered() => Story.OfMachine()
        .When(new ObserveBoot("boot-1", "node1", "http://bmc"))
        .Then(new BootSeen(Now, "boot-1", "node1", "http://bmc"))
        .When(new ObserveBoot("boot-1", "node1", "http://bmc")).ThenNothing()
        .When(new ObserveBoot("boot-1", "node1", null)).ThenNothing();

    [Fact]
    public void A_new_name_or_controller_is_remembered_too() => Seen("boot-1")
        .When(new ObserveBoot("boot-1", "renamed", null))
        .And(s => Assert.Equal("renamed", s.Node))
        .When(new ObserveBoot("boot-1", "renamed", "http://new"))
        .And(s => Assert.Equal("http://new", s.BmcAddress));

    [Fact]
    public void A_later_boot_proves_the_earlier_kernel_gone() =>
        Assert.Equal(ProofKind.KernelGone, Proof(Seen("boot-1", "boot-2"), "boot-1")!.Kind);

    [Fact]
    public void The_boot_that_runs_is_not_gone() => Assert.Null(Proof(Seen("boot-1", "boot-2"), "boot-2"));

    [Fact]
    public void A_boot_that_was_never_seen_is_not_proved_gone_by_another() => Assert.Null(Proof(Seen("boot-2"), "boot-1"));

    [Fact]
    public void A_stale_report_that_comes_late_does_not_prove_the_boot_that_is_reported_now_gone()
    {
        var confused = Seen("boot-2", "boot-1").State;
        Assert.Null(MachineDecider.ProofFor(confused, Claim("boot-2"), Rules.All, reportedBoot: "boot-2"));
        Assert.NotNull(MachineDecider.ProofFor(confused, Claim("boot-2"), Rules.All, reportedBoot: "boot-3"));
    }

    [Fact]
    public void Rule_LaterBootOnly_is_consulted() =>
        Assert.NotNull(Proof(Seen("boot-2"), "boot-1", new Rules(Rules.All.Active.Remove(Rule.LaterBootOnly))));

    [Fact]
    public void A_confirmed_fence_proves_that_boot_dead_and_no_other() => Seen("boot-1")
        .When(Fence("boot-1"))
        .And(s => Assert.Equal(
            [new RunFence(new FenceAttempt("boot-1", ["bmc"], 1, Moment.Zero, ""), "node1", "http://bmc")], MachineDecider.Due(s)))
        .And(s => Assert.Null(MachineDecider.ProofFor(s, Claim("boot-1"), Rules.All)))
        .When(new ReportFenced("boot-1", "bmc", "PowerState Off"))
        .Then(new FenceConfirmed(Now, "boot-1", "bmc", "PowerState Off"))
        .And(s => Assert.Equal(ProofKind.NodeFenced, MachineDecider.ProofFor(s, Claim("boot-1"), Rules.All)!.Kind))
        .And(s => Assert.Null(MachineDecider.ProofFor(s, Claim("boot-2"), Rules.All)));

    [Fact]
    public void However_many_ask_it_is_fenced_once() => Seen("boot-1")
        .When(Fence("boot-1"))
        .When(Fence("boot-1")).ThenNothing()
        .When(new ReportFenced("boot-1", "bmc", "off"))
        .When(Fence("boot-1")).ThenNothing()
        .And(s => Assert.Empty(MachineDecider.Due(s)));

    [Fact]
    public void A_boot_that_is_over_is_not_fenced() => Seen("boot-1", "boot-2").When(Fence("boot-1") with { ReportedBoot = "boot-2" }).ThenNothing();

    [Fact]
    public void One_fence_at_a_time() => Seen("boot-1")
        .When(Fence("boot-1"))
        .When(Fence("boot-9"))
        .ThenRefused("FenceUnderWay", "boot-1");

    [Fact]
    public void A_fence_that_is_not_confirmed_concludes_nothing_and_is_tried_again() => Seen("boot-1")
        .When(Fence("boot-1"))
        .At(10)
        .When(new ReportFenceFailed("boot-1", "controller silent"))
        .And(s => Assert.Null(MachineDecider.ProofFor(s, Claim("boot-1"), Rules.All)))
        .And(s => Assert.Equal(new FenceAttempt("boot-1", ["bmc"], 2, Moment.At(15), "controller silent"), s.Fence));

    [Fact]
    public void A_confirmation_for_another_boot_is_ignored() => Seen("boot-1")
        .When(Fence("boot-1"))
        .When(new ReportFenced("boot-2", "bmc", "off")).ThenNothing()
        .When(new ReportFenceFailed("boot-2", "no")).ThenNothing();

    [Fact]
    public void A_machine_that_reports_a_later_boot_is_not_powered_off_any_more() => Seen("boot-1")
        .When(Fence("boot-1"))
        .When(new ObserveBoot("boot-2", "node1", null))
        .And(s => Assert.Empty(MachineDecider.Due(s)))
        .And(s => Assert.Equal(ProofKind.KernelGone, MachineDecider.ProofFor(s, Claim("boot-1"), Rules.All, "boot-2")!.Kind))
        .And(s => Assert.Null(MachineDecider.ProofFor(s, Claim("boot-1"), Rules.All)));

    [Fact]
    public void The_fence_goes_on_while_the_boot_it_ends_is_still_heard() => Seen("boot-1")
        .When(Fence("boot-1"))
        .When(new ObserveBoot("boot-1", "renamed", null))
        .And(s => Assert.Single(MachineDecider.Due(s)));

    [Fact]
    public void Only_so_many_boots_are_remembered()
    {
        var story = Seen([.. Enumerable.Range(0, MachineDecider.BootsMax + 1).Select(n => $"boot-{n}")]);
        Assert.Equal(MachineDecider.BootsMax, story.State.Boots.Length);
        Assert.Null(Proof(story, "boot-0"));
        Assert.NotNull(Proof(story, "boot-1"));
    }

    [Fact]
    public void A_recovery_is_journaled_and_an_unknown_event_is_an_error()
    {
        Story.OfMachine().When(new ResumeMachine()).Then(new MachineResumed(Now));
        Assert.Throws<InvalidOperationException>(() => MachineDecider.Evolve(MachineState.Initial, new FromTheFuture()));
    }

    private static Scenario<MachineState, MachineCommand, MachineEvent> Seen(params string[] boots) =>
        Story.OfMachine([.. boots.Select(b => new BootSeen(Now, b, "node1", "http://bmc"))]);

    private static FenceMachine Fence(string boot) => new(boot, ["bmc"], "hpc/scratch");

    private static KernelClaim Claim(string boot) => new(1, new("machine-1", boot), "node1", "pod-1");

    private static DeathProof? Proof(Scenario<MachineState, MachineCommand, MachineEvent> story, string boot, Rules? rules = null) =>
        MachineDecider.ProofFor(story.State, Claim(boot), rules ?? Rules.All, story.State.Boots.LastOrDefault());

    private sealed record FromTheFuture() : MachineEvent(Now);
}
