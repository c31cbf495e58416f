using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Tests.Scenarios;

namespace LustreSupervisor.Topology.Tests.Filesystems;

/// <summary>What is made of a declared file system: planned, waiting for inventory, or refused.</summary>
public sealed class DeclarationTests
{
    private static readonly FilesystemFact First = Inventory.Declared();

    [Fact]
    public void A_declaration_is_accepted_and_planned_in_one_decision() => Story.OfFilesystem()
        .When(Inventory.Declare(First, Inventory.SharedNodes()))
        .And(s => Assert.Equal(6, s.Servers.Length))
        .And(s => Assert.Equal("wwn-ost3", s.Ledger["scratch-OST0003"]));

    [Fact]
    public void Told_again_it_changes_nothing() => Planned()
        .When(Inventory.Declare(First, Inventory.SharedNodes()))
        .ThenNothing();

    [Fact]
    public void Without_the_devices_it_is_accepted_and_waits() => Story.OfFilesystem()
        .When(Inventory.Declare(First, Inventory.SharedNodes(osts: 3)))
        .Then(new SpecAccepted(Moment.NoMeta, "hpc", "scratch", "uid-1", 1, First.Spec))
        .When(Inventory.Declare(First, Inventory.SharedNodes(osts: 3)))
        .ThenRefused("InventoryIncomplete", "scratch-OST0003: no free device")
        .When(Inventory.Declare(First, Inventory.SharedNodes(osts: 4)))
        .And(s => Assert.Equal(6, s.Servers.Length));

    [Fact]
    public void Growth_adds_and_keeps_what_exists()
    {
        var before = Planned();
        var old = before.State.Servers;
        before.When(Inventory.Declare(Inventory.Declared(osts: 6, generation: 2), Inventory.SharedNodes(nodes: 2, osts: 8)))
            .And(s => Assert.Equal(8, s.Servers.Length))
            .And(s => Assert.All(old, o => Assert.Contains(o, s.Servers)));
    }

    [Fact]
    public void Growth_that_waits_for_devices_still_hands_the_new_spec_to_the_servers_that_exist() => Planned()
        .When(Inventory.Declare(Inventory.Declared(osts: 5, generation: 2, with: s => s with { Paused = true }), Inventory.SharedNodes()))
        .And(s => Assert.True(s.Spec!.Paused))
        .And(s => Assert.Equal(6, s.Servers.Length))
        .And(s => Assert.All(s.Servers, server => Assert.True(server.Paused)))
        .When(Inventory.Declare(Inventory.Declared(osts: 5, generation: 2, with: s => s with { Paused = true }), Inventory.SharedNodes()))
        .ThenRefused("InventoryIncomplete", "scratch-OST0004");

    [Fact]
    public void A_new_policy_reaches_every_server() => Planned()
        .When(Inventory.Declare(
            Inventory.Declared(generation: 2, with: s => s with { Healing = new HealingSpec { NodeLostAfterSeconds = 5 } }),
            Inventory.SharedNodes()))
        .And(s => Assert.All(s.Servers, server => Assert.Equal(5, server.Healing.NodeLostAfterSeconds)));

    [Fact]
    public void A_resource_that_was_deleted_and_declared_again_finds_its_devices()
    {
        var before = Planned();
        var devices = before.State.Ledger;
        before.When(Inventory.Declare(First with { Uid = "uid-2" }, Inventory.SharedNodes(osts: 8)))
            .And(s => Assert.Equal(devices, s.Ledger))
            .And(s => Assert.All(s.Servers, server => Assert.Equal("uid-2", server.OwnerUid)));
    }

    [Fact]
    public void A_count_that_never_found_its_devices_can_be_taken_back() => Story.OfFilesystem()
        .When(Inventory.Declare(Inventory.Declared(osts: 8), Inventory.SharedNodes()))
        .When(Inventory.Declare(Inventory.Declared(osts: 4, generation: 2), Inventory.SharedNodes()))
        .And(s => Assert.Empty(s.Refusal))
        .And(s => Assert.Equal(6, s.Servers.Length));

    [Fact]
    public void A_ledger_entry_outlives_the_plan_and_its_device_goes_to_nobody_else() =>
        Story.OfFilesystem()
            .Given(new LayoutPlanned(Moment.NoMeta, 1, Planned().State.Servers), new LayoutPlanned(Moment.NoMeta, 2, []))
            .And(s => Assert.Equal(6, s.Ledger.Count))
            .When(Inventory.Declare(Inventory.Declared(osts: 1), Inventory.SharedNodes(osts: 8)))
            .When(Inventory.Declare(Inventory.Declared(osts: 1), Inventory.SharedNodes(osts: 8)))
            .ThenRefused("InventoryIncomplete", "scratch-OST0000: the index belongs to device wwn-ost0 for ever")
            .And(s => Assert.Empty(s.Servers));

    [Fact]
    public void Another_file_systems_name_is_refused() => Story.OfFilesystem()
        .When(Inventory.Declare(First, Inventory.SharedNodes(), names: [("scratch", "hpc/other")]))
        .And(s => Assert.Equal("spec.fsName: scratch belongs to hpc/other; choose another name", s.Refusal))
        .And(s => Assert.Null(s.Spec));

    public static TheoryData<string> Immutable => [.. Changes.Keys];

    private static Dictionary<string, Func<FilesystemSpec, FilesystemSpec>> Changes { get; } = new()
    {
        ["spec.fsName"] = s => s with { FsName = "other" },
        ["spec.osts.count"] = s => s with { Osts = s.Osts with { Count = 3 } },
        ["spec.mdts.count"] = s => s with { Mdts = s.Mdts with { Count = 0 } },
        ["spec.backend"] = s => s with { Backend = BackendKind.Zfs },
        ["spec.runtime"] = s => s with { Runtime = RuntimeKind.VirtualMachine },
        ["spec.mgs"] = s => s with { Mgs = new MgsSpec(null, ["10.0.0.9@tcp"]) },
    };

    [Theory]
    [MemberData(nameof(Immutable))]
    public void What_cannot_change_is_refused_and_the_old_spec_stays_in_force(string path) => Planned()
        .When(Inventory.Declare(Inventory.Declared(generation: 2, with: Changes[path]), Inventory.SharedNodes()))
        .And(s => Assert.Contains(path, s.Refusal, StringComparison.Ordinal))
        .And(s => Assert.Equal(First.Spec.FsName, s.Spec!.FsName))
        .And(s => Assert.Equal(6, s.Servers.Length))
        .When(Inventory.Declare(Inventory.Declared(generation: 2, with: Changes[path]), Inventory.SharedNodes()))
        .ThenNothing();

    [Fact]
    public void A_file_system_without_any_MGS_is_refused_not_an_error() => Story.OfFilesystem()
        .When(Inventory.Declare(Inventory.Declared(with: s => s with { Mgs = new MgsSpec(null, []) }), Inventory.SharedNodes()))
        .And(s => Assert.Contains("spec.mgs", s.Refusal, StringComparison.Ordinal));

    [Fact]
    public void A_corrected_generation_ends_the_refusal() => Planned()
        .When(Inventory.Declare(Inventory.Declared(osts: 2, generation: 2), Inventory.SharedNodes()))
        .And(s => Assert.NotEmpty(s.Refusal))
        .When(Inventory.Declare(Inventory.Declared(generation: 3), Inventory.SharedNodes()))
        .And(s => Assert.Empty(s.Refusal));

    [Fact]
    public void Before_anything_is_declared_nothing_is_due_and_nothing_is_fenced() => Story.OfFilesystem()
        .And(s => Assert.Empty(FilesystemEffects.Due(s)))
        .When(new RequestFence("scratch-ost0000", new Topology.Servers.KernelClaim(1, Sample.Kernel(1), "node1", null)))
        .ThenRefused("NotDeclared")
        .When(new ResumeFilesystem())
        .Then(new FilesystemResumed(Moment.NoMeta));

    private static Scenario<FilesystemState, FilesystemCommand, FilesystemEvent> Planned() =>
        Story.OfFilesystem().When(Inventory.Declare(First, Inventory.SharedNodes()));
}
