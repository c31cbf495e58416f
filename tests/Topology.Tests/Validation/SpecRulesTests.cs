using System.Collections.Immutable;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Filesystems.Validation;
using static LustreSupervisor.Topology.Tests.Validation.Specs;

namespace LustreSupervisor.Topology.Tests.Validation;

public sealed class SpecRulesTests
{
    private static readonly StorageSpec Nothing = new(ImmutableSortedDictionary<string, string>.Empty, 1, Reachability.Shared, null);

    public static TheoryData<string, FilesystemSpec> Broken() => new()
    {
        { "spec.fsName", Good with { FsName = "" } },
        { "spec.fsName", Good with { FsName = "ninechars" } },
        { "spec.fsName", Good with { FsName = "a.b" } },
        { "spec.fsName", Good with { FsName = "scratch\n" } },
        { "spec.version", Good with { Version = "2.15" } },
        { "spec.version", Good with { Version = "latest" } },
        { "spec.image", Good with { Image = "" } },
        { "spec.image", Good with { Image = "a b" } },
        { "spec.network.lnet", Good with { Network = new NetworkSpec { Lnet = [] } } },
        { "spec.network.lnet[0].net", Net("eth") },
        { "spec.network.lnet[0].net", Net("lo") },
        { "spec.network.lnet[1].net", Good with { Network = new NetworkSpec { Lnet = [new("tcp", ["a"]), new("tcp0", ["b"])] } } },
        { "spec.network.lnet[0].interfaces", Net("tcp", []) },
        { "spec.network.lnet[0].interfaces[1]", Net("tcp", ["eth0", "sixteen-letters-"]) },
        { "spec.mgs", Good with { Mgs = new MgsSpec(null, []) } },
        { "spec.mgs", Good with { Mgs = new MgsSpec(Devices("mgt"), ["10.0.0.1@tcp"]) } },
        { "spec.mgs.storage", Good with { Mgs = new MgsSpec(Nothing, []) } },
        { "spec.mgs.externalNids[1]", Good with { Mgs = new MgsSpec(null, ["10.0.0.1@tcp", "mgs.example@tcp"]) } },
        { "spec.mdts.count", Good with { Mdts = Good.Mdts with { Count = 0 } } },
        { "spec.osts.count", Good with { Osts = Good.Osts with { Count = 0 } } },
        { "spec.osts.count", Good with { Osts = Good.Osts with { Count = 65505 } } },
        { "spec.osts.storage", Good with { Osts = Good.Osts with { Storage = Nothing } } },
        { "spec.osts.storage", Good with { Osts = Good.Osts with { Storage = Devices("ost") with { ClaimTemplate = "{}" } } } },
        { "spec.osts.storage.devices.minSizeGiB", Good with { Osts = Good.Osts with { Storage = Devices("ost") with { MinSizeGiB = 0 } } } },
        { "spec.osts.storage.devices.selector.matchLabels.lustre", Good with { Osts = Good.Osts with { Storage = Devices("no good") } } },
        { "spec.osts.placement.failureDomainKey", Place(new PlacementSpec { FailureDomainKey = "a/b/c" }) },
        { "spec.osts.placement.maxPerNode", Place(new PlacementSpec { MaxPerNode = -1 }) },
        { "spec.tolerateFailedTargets", Good with { TolerateFailedTargets = -1 } },
        { "spec.tolerateFailedTargets", Good with { TolerateFailedTargets = 4 } },
        { "spec.healing.restarts.maxInWindow", Restart(new RestartSpec { MaxInWindow = 0 }) },
        { "spec.healing.restarts.windowSeconds", Restart(new RestartSpec { WindowSeconds = 0 }) },
        { "spec.healing.restarts.backoffMinSeconds", Restart(new RestartSpec { BackoffMinSeconds = 61 }) },
        { "spec.healing.restarts.backoffMaxSeconds", Restart(new RestartSpec { BackoffMaxSeconds = 3601 }) },
        { "spec.healing.restarts.resetAfterSeconds", Restart(new RestartSpec { ResetAfterSeconds = 0 }) },
        { "spec.healing.nodeLostAfterSeconds", Heal(new HealingSpec { NodeLostAfterSeconds = 1 }) },
        { "spec.healing.maxNodesAtOnce", Heal(new HealingSpec { MaxNodesAtOnce = 0 }) },
        { "spec.healing.mountTimeoutSeconds", Heal(new HealingSpec { MountTimeoutSeconds = 59 }) },
        { "spec.healing.unmountTimeoutSeconds", Heal(new HealingSpec { UnmountTimeoutSeconds = 9 }) },
        { "spec.healing.selfFence.grantSeconds", Heal(new HealingSpec { SelfFenceGrantSeconds = 1 }) },
        { "spec.healing.fencing", Heal(new HealingSpec { Fencing = [] }) },
        { "spec.healing.fencing[1].agent", Heal(new HealingSpec { Fencing = ["bmc", "ipmi"] }) },
        { "spec.healing.fencing[1].agent", Heal(new HealingSpec { Fencing = ["bmc", "bmc"] }) },
        { "spec.scaling.mode", Good with { Scaling = new ScalingSpec { Mode = "auto" } } },
        { "spec.scaling.minOsts", Good with { Scaling = new ScalingSpec { MinOsts = 65 } } },
        { "spec.scaling.scaleUpAbovePercent", Good with { Scaling = new ScalingSpec { ScaleUpAbovePercent = 100 } } },
        { "spec.scaling.headroomPercent", Good with { Scaling = new ScalingSpec { HeadroomPercent = -1 } } },
        { "spec.scaling.cooldownSeconds", Good with { Scaling = new ScalingSpec { CooldownSeconds = -1 } } },
        { "spec.upgrade.maxUnavailablePerFailureDomain", Upgrade(new UpgradeSpec { MaxUnavailablePerFailureDomain = 0 }) },
        { "spec.upgrade.windows", Upgrade(new UpgradeSpec { Windows = [""] }) },
    };

    public static TheoryData<string, FilesystemSpec> BadChanges() => new()
    {
        { "spec.fsName", Good with { FsName = "other" } },
        { "spec.runtime", Good with { Runtime = RuntimeKind.VirtualMachine } },
        { "spec.backend", Good with { Backend = BackendKind.Zfs } },
        { "spec.mgs", Good with { Mgs = new MgsSpec(null, ["10.0.0.1@tcp"]) } },
        { "spec.mdts.count", Good with { Mdts = Good.Mdts with { Count = 0 } } },
        { "spec.osts.count", Good with { Osts = Good.Osts with { Count = 3 } } },
    };

    [Fact]
    public void A_good_spec_has_no_fault() => Assert.Empty(SpecRules.Validate(Good));

    [Fact]
    public void Bounds_are_included() => Assert.Empty(SpecRules.Validate(Good with
    {
        FsName = "A-b_c9Z0",
        Osts = Good.Osts with { Count = 65504 },
        TolerateFailedTargets = 65503,
        Mgs = new MgsSpec(null, ["10.0.0.1@tcp,10.1.0.1@o2ib:fd00::2@tcp1"]),
    }));

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_names_its_field_and_nothing_else(string path, FilesystemSpec spec)
    {
        var fault = Assert.Single(SpecRules.Validate(spec));
        Assert.Equal(path, fault.Path);
        Assert.NotEmpty(fault.Reason);
    }

    [Fact]
    public void Every_fault_is_told() => Assert.Equal(
        ["spec.fsName", "spec.mgs", "spec.osts.count"],
        SpecRules.Validate(Good with
        {
            FsName = "much-too-long",
            Mgs = new MgsSpec(null, []),
            Osts = Good.Osts with { Count = 0 },
        }).Select(fault => fault.Path));

    [Theory]
    [MemberData(nameof(BadChanges))]
    public void A_forbidden_change_names_its_field(string path, FilesystemSpec next) =>
        Assert.Equal(path, Assert.Single(SpecRules.ValidateChange(Good, next)).Path);

    [Fact]
    public void Growth_and_policies_may_change() => Assert.Empty(SpecRules.ValidateChange(Good, Good with
    {
        Version = "2.17.0",
        Osts = Good.Osts with { Count = 8, Storage = Devices("fast") },
        Mdts = Good.Mdts with { Count = 2 },
        Paused = true,
    }));

    private static FilesystemSpec Net(string net, ImmutableArray<string>? interfaces = null) =>
        Good with { Network = new NetworkSpec { Lnet = [new LnetSpec(net, interfaces ?? ["eth0"])] } };

    private static FilesystemSpec Place(PlacementSpec placement) => Good with { Osts = Good.Osts with { Placement = placement } };

    private static FilesystemSpec Heal(HealingSpec healing) => Good with { Healing = healing };

    private static FilesystemSpec Restart(RestartSpec restarts) => Heal(new HealingSpec { Restarts = restarts });

    private static FilesystemSpec Upgrade(UpgradeSpec upgrade) => Good with { Upgrade = upgrade };
}
