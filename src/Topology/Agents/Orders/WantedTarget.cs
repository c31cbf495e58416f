using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Zfs;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Agents.Orders;

/// <summary>The target that an order is about. Everything an agent needs is in it: agents keep nothing between lives.</summary>
/// <param name="Label">Label once registered: <c>scratch-OST000a</c>, <c>MGS</c>.</param>
/// <param name="FsName">Lustre's file system name.</param>
/// <param name="Kind">Role of the target.</param>
/// <param name="Index">Index within the kind; 0 for the MGT.</param>
/// <param name="DevicePath">Absolute path of its block device on this node.</param>
/// <param name="DeviceId">WWN or volume handle of the device.</param>
/// <param name="Backend">Backend file system, <c>ldiskfs</c> or <c>zfs</c>; empty means the former.</param>
/// <param name="ServiceNids">One entry a node that may serve the target; the NIDs of one node are joined by commas.</param>
/// <param name="MgsNids">One entry a node that may run the MGS; empty for the MGT.</param>
/// <param name="ExpectedUuid">File-system UUID, or GUID of the pool, read back after the format; empty before it.</param>
public sealed record WantedTarget(
    string Label,
    string FsName,
    TargetKind Kind,
    int Index,
    string DevicePath,
    string DeviceId,
    string Backend,
    ImmutableArray<string> ServiceNids,
    ImmutableArray<string> MgsNids,
    string ExpectedUuid)
{
    /// <summary>Networks that LNet must have before the target starts; none means that LNet is left as it is.</summary>
    public ImmutableArray<LnetSpec> Networks { get; init; } = [];

    /// <summary>
    /// The kernel that had the pool last is proved dead: a pool that it never exported may be imported by force.
    /// </summary>
    public bool ForceImportAllowed { get; init; }

    /// <summary>
    /// How the device is guarded by reservations before it is mounted: <c>scsi</c>, <c>nvme</c>, or empty. No part of what is asked: a target that
    /// is mounted stays as it was mounted.
    /// </summary>
    public string Reservation { get; init; } = "";

    /// <summary>It is mounted only while the watchdog of its node is armed. No part of what is asked, as above.</summary>
    public bool SelfFence { get; init; }

    /// <summary>The target lies in a ZFS pool of its own.</summary>
    public bool IsZfs => Backend == "zfs";

    /// <summary>What is mounted: its device, or its dataset.</summary>
    public string Source => IsZfs ? ZfsName.Of(this).Full : DevicePath;

    /// <summary>The type of its device in <c>lctl dl</c> and in parameter names: <c>mgs</c>, <c>mdt</c> or <c>obdfilter</c>.</summary>
    public string ObdType => Kind switch { TargetKind.Mgt => "mgs", TargetKind.Mdt => "mdt", _ => "obdfilter" };

    /// <summary>Nodes that run the MGS it registers with; none for the MGS itself, whatever the order says.</summary>
    public ImmutableArray<string> RegistersWith => Kind == TargetKind.Mgt || MgsNids.IsDefault ? [] : MgsNids;

    /// <summary>Text equal for two orders exactly when they ask the same.</summary>
    public string Fingerprint => string.Join('\n',
        [Label, FsName, Kind.ToString(), $"{Index}", DevicePath, DeviceId, Backend, string.Join(':', ServiceNids),
            string.Join(':', MgsNids), ExpectedUuid, string.Join(';', Networks.Select(n => $"{n.Net}({string.Join(',', n.Interfaces)})")),
            $"{ForceImportAllowed}"]);
}
