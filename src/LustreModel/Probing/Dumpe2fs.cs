using System.Globalization;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Probing;

/// <summary>
/// <c>dumpe2fs -m DEV</c>: is it safe to mount? It never writes. An unclean block is watched; one that stands still counts as
/// clean, although a mount will watch it again, twice. <c>-h</c> prints the part of the superblock that names the MMP block.
/// </summary>
internal sealed record Dumpe2fs(ToolCaller Caller, string Device, bool Header) : Continuation(Caller)
{
    private const string Banner = "dumpe2fs 1.47.3-wc2 (9-Oct-2025)\n";

    // Exit codes measured with e2fsprogs 1.47: 1 in use, 2 MMP off or device missing, 19 (low byte of EXT2_ET_BAD_MAGIC) not ext.
    private const int InUse = 1;
    private const int CannotTell = 2;
    private const int BadMagic = 19;

    private static readonly ToolReply NoMmp = new(CannotTell, "", Banner + "dumpe2fs: MMP feature not enabled.\n");

    public override string? DevicePath => Device;

    public static Continuation Begin(ToolCaller caller)
    {
        var device = caller.Arguments.LastOrDefault(a => !a.StartsWith('-'));
        var mmp = caller.Arguments.Contains("-m");
        if (device is null || (!mmp && !caller.Arguments.Contains("-h")))
            return Refused.Text(caller, InUse, Banner + "Usage: dumpe2fs [-h] [-m] device\n");
        return new Dumpe2fs(caller, device, !mmp);
    }

    public override StepResult Resume(StepInput input) => input.Device switch
    {
        _ when input.IoError => input.Done(Fail(Errno.Io, Errno.Text(Errno.Io))),
        null => input.Done(Fail(CannotTell, "No such file or directory")),
        { Content: Foreign { FsType: "ext2" or "ext3" or "ext4" } } => input.Done(NoMmp),
        { Content: Blank or Foreign or PoolMember } => input.Done(Fail(BadMagic, "Bad magic number in super-block")),
        { Target: { } data } device when Header => input.Done(new ToolReply(0, HeaderText(data, device), Banner)),
        { Target.Mmp: true, Mmp.Sequence: MmpBlock.Clean } => input.Done(Safe(Device)),
        { Target.Mmp: true, Mmp: { Sequence: MmpBlock.Fsck } block } => input.Done(Unsafe(Device, "e2fsck being run", block)),
        { Target.Mmp: true } device => new StepResult(input.Kernel, device, new Wait(
            device.Mmp.WatchTime(input.Kernel.DelayFactor), new Dumpe2fsWatched(Caller, Device, device.Mmp.Sequence))),
        _ => input.Done(NoMmp),
    };

    public static ToolReply Safe(string device) => new(0, $"dumpe2fs: it is safe to mount '{device}', MMP is clean\n", Banner);

    public static ToolReply Unsafe(string device, string why, MmpBlock block) => new(InUse, "", Banner
        + $"dumpe2fs: MMP: {why} while trying to open {device}\n"
        + $"dumpe2fs: MMP update by '{block.NodeName}{block.DeviceName}' at {Time(block.UpdatedAt)}\n");

    private ToolReply Fail(int exit, string why) => new(exit, exit is BadMagic or Errno.Io ? "Couldn't find valid filesystem superblock.\n" : "",
        $"{Banner}dumpe2fs: {why} while trying to open {Device}\n");

    private static string HeaderText(TargetData data, DeviceState device) =>
        $"Filesystem volume name:   {data.Label}\nFilesystem UUID:          {data.Uuid}\n"
        + $"Filesystem features:      has_journal ext_attr filetype extent{(data.Mmp ? " mmp" : "")} flex_bg large_file huge_file\n"
        + (data.Mmp
            ? $"MMP update interval:      5\nMMP_block:\n    mmp_magic: 0x4d4d50\n    mmp_check_interval: "
                + $"{Math.Ceiling(device.Mmp.CheckInterval.TotalSeconds)}\n    mmp_sequence: 0x{device.Mmp.Sequence:x8}\n"
                + $"    mmp_update_date: {Time(device.Mmp.UpdatedAt)}\n    mmp_update_time: {device.Mmp.UpdatedAt.ToUnixTimeSeconds()}\n"
                + $"    mmp_node_name: {device.Mmp.NodeName}\n    mmp_device_name: {device.Mmp.DeviceName}\n"
            : "");

    // ctime(3): the day is padded with a space.
    private static string Time(DateTimeOffset time) => string.Create(
        CultureInfo.InvariantCulture, $"{time:ddd MMM} {time.Day,2} {time:HH:mm:ss yyyy}");
}

/// <summary>The watch of an unclean block is over.</summary>
internal sealed record Dumpe2fsWatched(ToolCaller Caller, string Device, uint Seen) : Continuation(Caller)
{
    public override string? DevicePath => Device;

    public override StepResult Resume(StepInput input) => input.Done(input.Device is { } device && device.Mmp.Sequence != Seen
        ? Dumpe2fs.Unsafe(Device, "device currently active", device.Mmp)
        : Dumpe2fs.Safe(Device));
}
