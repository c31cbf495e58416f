using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Tests.Machines;

/// <summary>A fence on storage counts for the devices that it names, and for nothing else of the machine.</summary>
public sealed class StorageFenceTests
{
    private static readonly FenceDevice Ost0 = new("wwn-0", [new DevicePath("node2", "/dev/a")]) { Number = 3 };
    private static readonly FenceDevice Ost1 = new("wwn-1", [new DevicePath("node2", "/dev/b")]) { Number = 3 };

    [Fact]
    public void It_proves_death_for_the_devices_that_it_names()
    {
        var state = After(
            new FenceRequested(Meta, "boot-1", ["scsiReservation"], "hpc/scratch") { Scope = new FenceScope([Ost0], null) },
            new FenceConfirmed(Meta, "boot-1", "scsiReservation", "key gone") { Devices = ["wwn-0"] });
        Assert.Equal(ProofKind.NodeFenced, Proof(state, "wwn-0")?.Kind);
        Assert.Null(Proof(state, "wwn-1"));
        Assert.Null(Proof(state, null));
    }

    [Fact]
    public void It_says_nothing_about_a_kernel_that_got_the_device_back_later()
    {
        var state = After(
            new FenceRequested(Meta, "boot-1", ["scsiReservation"], "hpc/scratch") { Scope = new FenceScope([Ost0], null) },
            new FenceConfirmed(Meta, "boot-1", "scsiReservation", "key gone") { Devices = ["wwn-0"] });
        Assert.NotNull(Proof(state, "wwn-0", number: 3));
        Assert.Null(Proof(state, "wwn-0", number: 5));
        Assert.IsType<Decision<MachineEvent>.Accepted>(Decide(state, Order(Ost0 with { Number = 5 })));
    }

    [Fact]
    public void A_persons_word_does_not_stand_against_the_machine_itself()
    {
        var state = After(new FenceConfirmed(Meta, "boot-1", MachineDecider.ManualAgent, "ada states: it is off"));
        Assert.NotNull(Proof(state, "wwn-0", reported: "boot-2"));
        Assert.Null(Proof(state, "wwn-0", reported: "boot-1", heard: true));
        Assert.NotNull(Proof(state, "wwn-0", reported: "boot-1"));
    }

    [Fact]
    public void Another_device_of_the_same_boot_needs_a_fence_of_its_own()
    {
        var state = After(
            new FenceRequested(Meta, "boot-1", ["scsiReservation"], "hpc/scratch") { Scope = new FenceScope([Ost0], null) },
            new FenceConfirmed(Meta, "boot-1", "scsiReservation", "key gone") { Devices = ["wwn-0"] });
        Assert.IsType<Decision<MachineEvent>.Unchanged>(Decide(state, Order(Ost0)));
        var accepted = Assert.IsType<Decision<MachineEvent>.Accepted>(Decide(state, Order(Ost0, Ost1)));
        Assert.Equal([Ost0, Ost1], Assert.IsType<FenceRequested>(Assert.Single(accepted.Events)).Scope.Devices);
    }

    [Fact]
    public void A_device_that_joins_later_widens_the_fence_under_way()
    {
        var state = After(new FenceRequested(Meta, "boot-1", ["scsiReservation"], "hpc/scratch") { Scope = new FenceScope([Ost0], null) });
        Assert.IsType<Decision<MachineEvent>.Unchanged>(Decide(state, Order(Ost0)));
        var accepted = Assert.IsType<Decision<MachineEvent>.Accepted>(Decide(state, Order(Ost1)));
        Assert.Equal(["wwn-0", "wwn-1"], Assert.IsType<FenceRequested>(Assert.Single(accepted.Events)).Scope.Devices.Select(d => d.Id));
    }

    [Fact]
    public void The_kind_of_proof_is_what_the_agent_gave()
    {
        var state = After(
            new FenceRequested(Meta, "boot-1", ["selfFence"], "hpc/scratch"),
            new FenceConfirmed(Meta, "boot-1", "selfFence", "2 of 3 grants lapsed") { Kind = ProofKind.SelfFenced });
        Assert.Equal(ProofKind.SelfFenced, Proof(state, "wwn-0")?.Kind);
    }

    private static EventMeta Meta { get; } = new(DateTimeOffset.UnixEpoch, "test", "test");

    private static FenceMachine Order(params FenceDevice[] devices) =>
        new("boot-1", ["scsiReservation"], "hpc/scratch") { Scope = new FenceScope([.. devices], null) };

    private static MachineState After(params MachineEvent[] events) => events.Aggregate(MachineState.Initial, MachineDecider.Evolve);

    private static Decision<MachineEvent> Decide(MachineState state, MachineCommand command) =>
        MachineDecider.Decide(state, command, new DecisionContext(DateTimeOffset.UnixEpoch, new Entropy(1), Rules.All, 1, "member"));

    private static DeathProof? Proof(MachineState state, string? device, long number = 3, string? reported = null, bool heard = false) => MachineDecider.ProofFor(
        state, new KernelClaim(number, new KernelId("machine-1", "boot-1"), "node1", null), Rules.All, reported, device, heard);
}
