using Akka.Actor;
using LustreSupervisor.Actors.Filesystems;
using LustreSupervisor.Actors.Machines;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;
using Envelope = LustreSupervisor.Actors.Hosting.Envelope;

namespace LustreSupervisor.Actors.Tests.Machines;

/// <summary>One machine: its boots, and one fence at a time.</summary>
public sealed class MachineActorTests(ITestOutputHelper output) : Stage(output)
{
    private static readonly string Machine = FakeNodes.Machine("node1");

    [Fact]
    public async Task Every_question_is_answered_at_once_with_a_proof_or_with_what_goes_on()
    {
        Nodes.Boot("node1");
        var claim = Claim();
        Assert.Null((await Ask(claim)).Proof);
        Nodes.Boot("node1");
        Assert.Equal(ProofKind.KernelGone, (await Ask(claim)).Proof!.Kind);
        Assert.Null((await Ask(Claim())).Proof);
    }

    [Fact]
    public async Task A_report_of_an_earlier_boot_that_comes_late_proves_nothing_about_the_boot_that_runs()
    {
        Nodes.OnBoot = (_, _) => { };
        Nodes.Boot("node1");
        var earlier = Claim();
        Nodes.Boot("node1");
        Tell(new ObserveBoot(Claim().Kernel.BootId, "node1", null));
        Tell(new ObserveBoot(earlier.Kernel.BootId, "node1", null));
        await Until(() => Timeline.Count("journal BootSeen") == 2, "both are known");
        Assert.Null((await Ask(Claim())).Proof);
    }

    [Fact]
    public async Task A_fence_that_was_journaled_goes_on_after_a_recovery()
    {
        Nodes.Boot("node1");
        var claim = Claim();
        Fencing.OnOrder = (_, token) => FakeAgents.Hang(token);
        Permit(claim);
        await Until(() => Timeline.Has("fence node1"), "the fence is under way");
        Fencing.OnOrder = (_, _) => Task.CompletedTask;
        Regions.Machines.Tell(new EntityHost.HandOver(Machine));
        await Until(
            () =>
            {
                Permit(claim);
                return Timeline.Count("fence node1") == 2;
            },
            "it is begun again",
            stepMilliseconds: 500);
        await Until(() => Timeline.Has("journal FenceConfirmed"), "it is confirmed");
        Assert.Equal(ProofKind.NodeFenced, (await Ask(claim)).Proof!.Kind);
    }

    [Fact]
    public async Task Nothing_is_powered_off_before_the_permit_is_journaled()
    {
        Nodes.Boot("node1");
        await Ask(Claim());
        Journal.FailOn(e => e is FenceRequested);
        Permit(Claim());
        await Until(() => Timeline.Has("refused FenceRequested"), "the journal is down");
        await Pass(15, stepMilliseconds: 500);
        Assert.False(Timeline.Has("fence"));
    }

    [Fact]
    public async Task A_confirmation_that_is_not_journaled_proves_nothing_and_the_fence_is_made_again()
    {
        Nodes.Boot("node1");
        var claim = Claim();
        Journal.FailOn(e => e is FenceConfirmed);
        Permit(claim);
        await Until(() => Timeline.Has("refused FenceConfirmed"), "the journal is down");
        Assert.Null((await Ask(claim)).Proof);
        Journal.FailOn(_ => false);
        await Until(
            () =>
            {
                Permit(claim);
                return Timeline.Has("journal FenceConfirmed");
            },
            "it is fenced again",
            stepMilliseconds: 500);
        Assert.True(Timeline.Count("fence node1") >= 2);
    }

    [Fact]
    public async Task A_machine_that_boots_by_itself_is_left_alone()
    {
        Nodes.Boot("node1");
        var claim = Claim();
        Fencing.OnOrder = (_, _) => throw new FenceFailedException("silent");
        Permit(claim);
        await Until(() => Timeline.Has("journal FenceAttemptFailed"), "a first attempt failed");
        Nodes.Boot("node1");
        await Until(() => Timeline.Count("journal BootSeen") == 2, "its later boot is known");
        var attempts = Timeline.Count("fence");
        await Pass(30, stepMilliseconds: 500);
        Assert.Equal(attempts, Timeline.Count("fence"));
    }

    [Fact]
    public async Task An_attempt_that_is_under_way_ends_when_the_machine_boots_by_itself()
    {
        Nodes.Boot("node1");
        var ended = false;
        Fencing.OnOrder = async (_, token) =>
        {
            try
            {
                await FakeAgents.Hang(token);
            }
            finally
            {
                ended = true;
            }
        };
        Permit(Claim());
        await Until(() => Timeline.Has("fence"), "the attempt is under way");
        Nodes.Boot("node1");
        await Until(() => Timeline.Count("journal BootSeen") == 2, "its later boot is known");
        await Until(() => ended, "the attempt is called off", stepMilliseconds: 1);
        Assert.True(Time.GetUtcNow() < new DateTimeOffset(2026, 1, 1, 0, 0, 59, TimeSpan.Zero), "it ended by its deadline, not by the boot");
    }

    [Fact]
    public async Task A_new_address_of_the_controller_does_not_begin_a_second_fence_beside_the_first()
    {
        Nodes.Boot("node1");
        var (running, most) = (0, 0);
        Fencing.OnOrder = async (_, token) =>
        {
            most = Math.Max(most, ++running);
            try
            {
                await FakeAgents.Hang(token);
            }
            finally
            {
                running--;
            }
        };
        Permit(Claim());
        await Until(() => Timeline.Has("fence"), "the attempt is under way");
        Tell(new ObserveBoot(Claim().Kernel.BootId, "node1", "http://bmc/new"));
        await Until(() => Timeline.Count("journal BootSeen") == 2, "the address is known");
        await Pass(5);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_fence_that_nobody_asks_for_any_more_is_withdrawn()
    {
        Nodes.Boot("node1");
        var claim = Claim();
        Fencing.OnOrder = (_, _) => throw new FenceFailedException("silent");
        Permit(claim);
        await Until(() => Timeline.Has("journal FenceAttemptFailed"), "a first attempt failed");
        await Until(() => Timeline.Has("journal FenceWithdrawn"), "the permit has run out", stepMilliseconds: 500);
        var attempts = Timeline.Count("fence node1");
        await Pass(30, stepMilliseconds: 500);
        Assert.Equal(attempts, Timeline.Count("fence node1"));
        Assert.Null((await Ask(claim)).Proof);
    }

    [Fact]
    public async Task A_neighbour_that_has_not_answered_or_objects_keeps_the_machine_from_being_fenced()
    {
        Nodes.Boot("node1");
        var claim = Claim();
        Services.View.Set("hpc~home-ost0000", new PodFact("hpc~home-ost0000", "uid-9", "node1", null, PodPhase.Running, "", "", false));
        Regions.Filesystems = TestActor;
        Permit(claim);
        await FishForMessageAsync(
            m => m is Envelope { EntityId: "hpc~home", Message: AskNeighbour }, cancellationToken: TestContext.Current.CancellationToken);
        Tell(new NeighbourAnswer("hpc~home", "hpc/home is paused (spec.paused)"));
        Permit(claim);
        await Pass(5);
        Assert.False(Timeline.Has("journal FenceRequested"));
        Assert.Contains("hpc/home is paused", (await Ask(claim)).Progress, StringComparison.Ordinal);
        Tell(new NeighbourAnswer("hpc~home", null));
        Permit(claim);
        await Until(() => Timeline.Has("journal FenceConfirmed"), "all permit it");
    }

    private void Permit(KernelClaim claim) =>
        Tell(new FenceAsked("hpc~scratch", new FenceMachine(claim.Kernel.BootId, ["bmc"], "hpc/scratch")));

    private KernelClaim Claim() => new(1, Nodes.Kernel("node1"), "node1", "uid-1");

    private void Tell(object message) => Regions.TellMachine(Machine, message, TestActor);

    private async Task<ProofAnswer> Ask(KernelClaim claim)
    {
        Tell(new QueryProof(claim));
        return (ProofAnswer)await FishForMessageAsync(m => m is ProofAnswer, cancellationToken: TestContext.Current.CancellationToken);
    }
}
