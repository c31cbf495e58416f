using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Agents.Zfs;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class ZfsTests
{
    private const string PoolId = "13301200160306108983";

    private static readonly WantedTarget Ost = Wanted.Ost(expectedUuid: PoolId) with { Backend = "zfs" };

    [Theory]
    [InlineData("scratch", "scratch-ost000a/ost000a")]
    [InlineData("9lives", "lustre-9lives-ost000a/ost000a")]
    [InlineData("mirror1", "lustre-mirror1-ost000a/ost000a")]
    public void Pools_are_named_after_their_target(string fsName, string full)
    {
        var target = Ost with { FsName = fsName, Label = $"{fsName}-OST000a" };
        Assert.Equal(full, ZfsName.Of(target).Full);
        Assert.EndsWith("-mgs/mgs", ZfsName.Of(Wanted.Mgt() with { Backend = "zfs", FsName = fsName }).Full, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_is_formatted_with_its_dataset_before_its_device() =>
        Assert.Equal(["--backfstype=zfs", "demo-ost000a/ost000a", "/dev/ost"],
            MkfsCommand.Arguments(Ost).Where(a => a.Contains("zfs", StringComparison.Ordinal) || a.Contains('/', StringComparison.Ordinal)));

    [Theory]
    [InlineData("zfs_member", "demo-ost000a", PoolId, null)]
    [InlineData("zfs_member", "demo-ost000a", "42", "ForeignTarget")]
    [InlineData("zfs_member", "rpool", PoolId, "ForeignTarget")]
    [InlineData("ext4", "demo-OST000a", PoolId, "ForeignTarget")]
    public void Only_the_pool_that_was_made_is_imported(string type, string label, string uuid, string? reason) =>
        Assert.Equal(reason, ZfsIdentity.BeforeImport(Evidence(new BlkidOutput(type, label, uuid, "")), Ost)?.Reason);

    [Fact]
    public void A_blank_device_holds_no_pool() => Assert.Equal("NotLustre", ZfsIdentity.BeforeImport(Evidence(null), Ost)?.Reason);

    [Fact]
    public void A_target_of_the_other_backend_is_another_target()
    {
        var ldiskfs = TunefsOutput.Parse(ToolTexts.TunefsRegisteredOst);
        Assert.Equal("ForeignTarget", ZfsIdentity.InPool(PoolId, true, ldiskfs, Ost)?.Reason);
        Assert.Null(ZfsIdentity.InPool(PoolId, true, ldiskfs with { MountType = "zfs" }, Ost));
        Assert.Equal("MultihostOff", ZfsIdentity.InPool(PoolId, false, ldiskfs with { MountType = "zfs" }, Ost)?.Reason);
    }

    [Theory]
    [InlineData("demo-ost000a", PoolId, false, true, null)]
    [InlineData("demo-ost000a", PoolId, true, false, "PoolSuspended")]
    [InlineData("demo-ost000a", "42", false, false, "PoolNameTaken")]
    [InlineData("renamed", PoolId, false, false, "PoolNameTaken")]
    [InlineData("rpool", "42", true, false, null)]
    public void An_imported_pool_is_known_by_its_GUID(string name, string known, bool suspended, bool imported, string? reason)
    {
        var here = ImportRule.Here([new PoolHere(name, known, suspended)], Ost);
        Assert.Equal((imported, reason), (here.Imported, here.Fault?.Reason));
        Assert.Equal(known == PoolId, ImportRule.Holds(new PoolHere(name, known, suspended), Ost));
    }

    [Theory]
    [InlineData(ZpoolRefusal.LastUsedElsewhere, true, true)]
    [InlineData(ZpoolRefusal.LastUsedElsewhere, false, false)]
    [InlineData(ZpoolRefusal.ActiveElsewhere, true, false)]
    [InlineData(ZpoolRefusal.Damaged, true, false)]
    public void Force_needs_a_proof_and_is_for_one_refusal_only(ZpoolRefusal refusal, bool proved, bool force) =>
        Assert.Equal(force, ImportRule.MayForce(new ZpoolImportError(refusal, "", ""), Ost with { ForceImportAllowed = proved }));

    [Theory]
    [InlineData(ZpoolRefusal.ActiveElsewhere, FaultKind.Target, "ActiveElsewhere")]
    [InlineData(ZpoolRefusal.LastUsedElsewhere, FaultKind.Target, "NotExported")]
    [InlineData(ZpoolRefusal.NoHostId, FaultKind.Node, "NoHostId")]
    [InlineData(ZpoolRefusal.NotFound, FaultKind.Node, "PoolNotFound")]
    [InlineData(ZpoolRefusal.AlreadyHere, FaultKind.Node, "PoolNameTaken")]
    [InlineData(ZpoolRefusal.Damaged, FaultKind.Target, "PoolDamaged")]
    public void Every_refusal_has_its_fault(ZpoolRefusal refusal, FaultKind kind, string reason)
    {
        var fault = ImportRule.Classify(new ZpoolImportError(refusal, "oss1", "said"), Ost);
        Assert.Equal((kind, reason), (fault.Kind, fault.Reason));
    }

    private static DeviceEvidence Evidence(BlkidOutput? blkid) =>
        new(DeviceOpening.Exclusive, null, blkid is null ? BlkidOutput.ExitNothingFound : 0, blkid, TunefsOutput.ExitNotLustre, null, "");
}
