using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Topology.Agents.Devices;

/// <summary>
/// Everything an agent saw on a device. Facts only; what follows from them is decided by
/// <see cref="FormatGate"/> and <see cref="IdentityRule"/>.
/// </summary>
/// <param name="Opening">How opening the device itself went.</param>
/// <param name="FirstDataOffset">
/// Byte offset of the first byte other than zero in the ranges of <see cref="BlankRanges"/>; null when all were read and are empty.
/// </param>
/// <param name="BlkidExit">Exit code of <c>blkid -p</c>: 0 found something, 2 nothing, 8 ambivalent.</param>
/// <param name="Blkid">What it found, null when nothing.</param>
/// <param name="TunefsExit">Exit code of <c>tunefs.lustre --dryrun</c>: 0 a Lustre target, 19 none.</param>
/// <param name="Tunefs">What it read, null when nothing.</param>
/// <param name="ToolText">Last words of the tools, for people.</param>
public sealed record DeviceEvidence(
    DeviceOpening Opening, long? FirstDataOffset, int BlkidExit, BlkidOutput? Blkid, int TunefsExit, TunefsOutput? Tunefs, string ToolText);

/// <summary>How opening a device for exclusive use went.</summary>
public enum DeviceOpening
{
    /// <summary>It opened, nobody else holds it.</summary>
    Exclusive,

    /// <summary>It opens, but something in this kernel holds it: a mount, device mapper, RAID.</summary>
    Held,

    /// <summary>There is nothing at the path, or no device behind it.</summary>
    Gone,

    /// <summary>The path leads to another device than the one that was ordered.</summary>
    OtherDevice,

    /// <summary>Reading failed.</summary>
    Unreadable,
}
