using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Agents.Devices;

/// <summary>Is what lies on a device the target that was ordered? Labels alone do not tell: every MGT is called <c>MGS</c>.</summary>
public static class IdentityRule
{
    /// <summary>Null when the device may be mounted as <paramref name="wanted"/>, else the fault.</summary>
    public static Fault? BeforeMount(DeviceEvidence evidence, WantedTarget wanted, Rules rules)
    {
        if (!rules.Holds(Rule.SameTargetBeforeMount))
            return null;
        if (OpeningFault(evidence.Opening, wanted, mayBeHeld: true) is { } opening)
            return opening;
        if (evidence.Tunefs is not { } tunefs)
            return evidence.TunefsExit == TunefsOutput.ExitNotLustre
                ? Target("NotLustre", $"{wanted.DevicePath} holds no Lustre target{Seen(evidence)}")
                : new Fault(FaultKind.Unknown, "ProbeFailed",
                    $"tunefs.lustre on {wanted.DevicePath}: exit {evidence.TunefsExit}: {evidence.ToolText}");
        return Difference(tunefs, evidence.Blkid, wanted) is { } difference
            ? Target("ForeignTarget", $"{wanted.DevicePath}: {difference}; nothing was touched")
            : null;
    }

    /// <summary>In words, where the target on the device differs from the wanted one; null when it does not.</summary>
    internal static string? Difference(TunefsOutput tunefs, BlkidOutput? blkid, WantedTarget wanted)
    {
        if (RoleDifference(tunefs, wanted) is { } difference)
            return difference;
        if (blkid is null || blkid.Uuid.Length == 0)
            return "blkid shows no file-system UUID";
        if (LustreLabel.TryParse(blkid.Label, out var raw) is var known && (!known || raw.Normalised != wanted.Label))
            return $"blkid shows the label '{blkid.Label}', tunefs.lustre {tunefs.Target}";
        return wanted.ExpectedUuid.Length > 0 && !string.Equals(blkid.Uuid, wanted.ExpectedUuid, StringComparison.OrdinalIgnoreCase)
            ? $"its UUID is {blkid.Uuid}, {wanted.Label} was formatted as {wanted.ExpectedUuid}"
            : null;
    }

    /// <summary>In words, where label, role, index, file system or backend differ; null when they do not.</summary>
    internal static string? RoleDifference(TunefsOutput tunefs, WantedTarget wanted)
    {
        if (!LustreLabel.TryParse(tunefs.Target, out var label) || label.Normalised != wanted.Label)
            return $"it holds {tunefs.Target}, not {wanted.Label}";
        if (RoleOf(tunefs.Flags) is var role && role != RoleOf(wanted.Kind))
            return $"its flags say {role}, {wanted.Label} is {RoleOf(wanted.Kind)}";
        if (wanted.Kind != TargetKind.Mgt && (tunefs.Index != wanted.Index || tunefs.FsName != wanted.FsName))
            return $"it holds index {tunefs.Index} of '{tunefs.FsName}', not {wanted.Index} of '{wanted.FsName}'";
        var backend = wanted.IsZfs ? "zfs" : "ldiskfs";
        return tunefs.MountType.Length > 0 && tunefs.MountType != backend
            ? $"it holds a target on {tunefs.MountType}, {wanted.Label} is on {backend}"
            : null;
    }

    /// <summary>Fault of a device that cannot be used as it is; null when it can.</summary>
    internal static Fault? OpeningFault(DeviceOpening opening, WantedTarget wanted, bool mayBeHeld) => opening switch
    {
        DeviceOpening.Exclusive => null,
        DeviceOpening.Held when mayBeHeld => null,
        DeviceOpening.Held =>
            Target("DeviceHeld", $"{wanted.DevicePath} is held by something in this kernel: a mount, device mapper or RAID"),
        DeviceOpening.Gone => new Fault(FaultKind.Node, "DevicePathGone", $"{wanted.DevicePath} is not there on this node"),
        DeviceOpening.OtherDevice =>
            new Fault(FaultKind.Node, "DevicePathMoved",
                $"{wanted.DevicePath} leads to another device than {wanted.DeviceId} on this node"),
        _ => Target("DeviceUnreadable", $"{wanted.DevicePath} cannot be read"),
    };

    /// <summary>What blkid saw, as the end of a sentence.</summary>
    internal static string Seen(DeviceEvidence evidence) => evidence.Blkid is { } found ? $"; it holds {found.Describe()}" : "";

    private static TargetFlags RoleOf(TargetFlags flags) => flags & (TargetFlags.Mdt | TargetFlags.Ost | TargetFlags.Mgs);

    private static TargetFlags RoleOf(TargetKind kind) =>
        kind switch { TargetKind.Mgt => TargetFlags.Mgs, TargetKind.Mdt => TargetFlags.Mdt, _ => TargetFlags.Ost };

    private static Fault Target(string reason, string message) => new(FaultKind.Target, reason, message);
}
