using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Zfs;

/// <summary>Is the pool on a device, and what lies in it, the target that was ordered?</summary>
public static class ZfsIdentity
{
    /// <summary>blkid's name for a device of a pool.</summary>
    public const string Member = "zfs_member";

    /// <summary>True when the device belongs to the pool of this target, whatever is in it.</summary>
    public static bool HoldsPool(BlkidOutput? blkid, WantedTarget target) =>
        blkid is { Type: Member } found && found.Label == ZfsName.Of(target).Pool;

    /// <summary>Null when the pool on the device may be imported, else the fault. Nothing but the device was read so far.</summary>
    public static Fault? BeforeImport(DeviceEvidence evidence, WantedTarget target)
    {
        if (IdentityRule.OpeningFault(evidence.Opening, target, mayBeHeld: true) is { } opening)
            return opening;
        var pool = ZfsName.Of(target).Pool;
        return evidence.Blkid switch
        {
            null when evidence.BlkidExit == BlkidOutput.ExitNothingFound =>
                new Fault(FaultKind.Target, "NotLustre", $"{target.DevicePath} holds no ZFS pool"),
            null => new Fault(FaultKind.Unknown, "ProbeFailed", $"blkid on {target.DevicePath}: {evidence.ToolText}"),
            var found when !HoldsPool(found, target) =>
                new Fault(FaultKind.Target, "ForeignTarget", $"{target.DevicePath} holds {found.Describe()}, not pool {pool}; nothing was touched"),
            { Uuid: var guid } when target.ExpectedUuid.Length > 0 && guid != target.ExpectedUuid =>
                new Fault(FaultKind.Target, "ForeignTarget",
                    $"{target.DevicePath} holds a pool {pool} with GUID {guid}, {target.Label} was formatted as {target.ExpectedUuid}; nothing was touched"),
            _ => null,
        };
    }

    /// <summary>Null when the imported pool is guarded against two hosts, has the expected GUID, and holds the target; else the fault.</summary>
    public static Fault? InPool(string poolId, bool multihost, TunefsOutput dataset, WantedTarget target)
    {
        var name = ZfsName.Of(target);
        if (!multihost)
            return new Fault(FaultKind.Target, "MultihostOff",
                $"pool {name.Pool} has multihost off: nothing would keep two hosts from importing it; zpool set multihost=on {name.Pool}");
        if (target.ExpectedUuid.Length > 0 && poolId != target.ExpectedUuid)
            return new Fault(FaultKind.Target, "ForeignTarget",
                $"pool {name.Pool} has GUID {poolId}, {target.Label} was formatted as {target.ExpectedUuid}");
        return IdentityRule.RoleDifference(dataset, target) is { } difference
            ? new Fault(FaultKind.Target, "ForeignTarget", $"{name.Full}: {difference}; it is not mounted")
            : null;
    }

    /// <summary>Null when the pool found by a format is this very target's, made by an earlier order; else what is there instead.</summary>
    public static Fault? OfFormat(string poolId, bool multihost, TunefsOutput dataset, WantedTarget target) =>
        InPool(poolId, multihost, dataset, target)
        ?? (FormatGate.NidDifference(dataset, target) is { } difference
            ? new Fault(FaultKind.Target, "ForeignTarget", $"{target.DevicePath}: {difference}; it is not formatted over")
            : null);
}
