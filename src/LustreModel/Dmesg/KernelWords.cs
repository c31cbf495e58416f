using System.Globalization;
using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LustreModel.Dmesg;

/// <summary>What kernels write to their logs of mounts and devices, in ext4's and Lustre's own words.</summary>
internal static class KernelWords
{
    /// <summary>Longest watch that ext4 makes without a word: four times its least check interval (<c>fs/ext4/mmp.c</c>).</summary>
    private static readonly TimeSpan WatchWithoutWord = TimeSpan.FromSeconds(20);

    /// <summary>A watch of an unclean MMP block begins; nothing is said of a short one. The number is twice the watch, as the mount watches twice.</summary>
    public static string[] Watching(string device, TimeSpan watch) => watch <= WatchWithoutWord ? [] :
        [Mmp(device, string.Create(CultureInfo.InvariantCulture, $"MMP interval {watch.TotalSeconds * 2:0} higher than expected, please wait."))];

    /// <summary>The block moved: somebody else writes it.</summary>
    public static string[] ActiveElsewhere(string device, MmpBlock block) =>
        [Mmp(device, "Device is already active on another node."), Failure(device, block)];

    /// <summary>e2fsck has it.</summary>
    public static string[] Checked(string device, MmpBlock block) =>
        [Mmp(device, "fsck is running on the filesystem"), Failure(device, block)];

    /// <summary>Another node took the device of a running mount: the MMP thread stops the file system.</summary>
    public static string[] Taken(string device, MmpBlock block) =>
    [
        $"LDISKFS-fs warning (device {Name(device)}): kmmpd: Error while updating MMP info. The filesystem seems to have been multiply mounted.",
        $"LDISKFS-fs warning (device {Name(device)}): kmmpd: {Info(block)}",
        $"LDISKFS-fs ({Name(device)}): Remounting filesystem read-only",
    ];

    /// <summary>The device failed under a running mount.</summary>
    public static string[] IoError(string device) =>
    [
        $"I/O error, dev {Name(device)}, sector 0 op 0x1:(WRITE) flags 0x3800 phys_seg 1 prio class 2",
        .. Aborted(device),
    ];

    /// <summary>A running mount stops writing.</summary>
    public static string[] Aborted(string device) =>
        [$"Aborting journal on device {Name(device)}-8.", $"LDISKFS-fs ({Name(device)}): Remounting filesystem read-only"];

    /// <summary>
    /// The storage refused a write: another machine holds a reservation, and this one is not registered (<c>scsi_lib.c</c>; <c>blk-core.c</c>,
    /// BLK_STS_RESV_CONFLICT).
    /// </summary>
    public static string[] ReservationConflict(string device) =>
        [$"reservation conflict error, dev {Name(device)}, sector 0 op 0x1:(WRITE) flags 0x3800 phys_seg 1 prio class 2"];

    /// <summary>The device failed while it was being mounted.</summary>
    public static string Unreadable(string device) => $"LDISKFS-fs ({Name(device)}): unable to read superblock";

    /// <summary>A service of that name runs here already (<c>tgt_mount.c</c>).</summary>
    public static string DoubleStart(string service) => $"LustreError: (tgt_mount.c:server_start_targets()) The target named {service} "
        + "is already running. Double-mount may have compromised the disk journal.";

    /// <summary>The MGS refused a new target (<c>mgs_llog.c</c>).</summary>
    public static string IndexInUse(string service, int index) => string.Create(CultureInfo.InvariantCulture,
        $"LustreError: 140-5: Server {service} requested index {index}, but that index is already in use. Use --writeconf to force");

    /// <summary>A target could not register (<c>tgt_mount.c</c>, <c>server_register_target</c>).</summary>
    public static string NotRegistered(string service, int errno) => string.Create(CultureInfo.InvariantCulture,
        $"LustreError: 15f-b: {service}: cannot register this server with the MGS: rc = -{errno}. Is the MGS running?");

    /// <summary>A target stops, its clients are kept.</summary>
    public static string FailingOver(string service) => $"Lustre: Failing over {service}";

    /// <summary>A target has stopped.</summary>
    public static string Unmounted(string service) => $"Lustre: server umount {service} complete";

    /// <summary>ZFS stops writing a pool whose device failed.</summary>
    public static string PoolSuspended(string pool) => $"WARNING: Pool '{pool}' has encountered an uncorrectable I/O failure and has been suspended.";

    /// <summary>An assertion failed; the threads that met it hang from here on.</summary>
    public static string[] Lbug() =>
        ["LustreError: 0:0:(fault_injection) ASSERTION( 0 ) failed: ", "LustreError: 0:0:(fault_injection) LBUG"];

    private static string Mmp(string device, string text) => $"LDISKFS-fs warning (device {Name(device)}): ldiskfs_multi_mount_protect: {text}";

    private static string Failure(string device, MmpBlock block) => Mmp(device, Info(block));

    private static string Info(MmpBlock block) => string.Create(CultureInfo.InvariantCulture,
        $"MMP failure info: last update time: {block.UpdatedAt.ToUnixTimeSeconds()}, last update node: {block.NodeName}, last update device: {Name(block.DeviceName)}");

    // The kernel knows no paths, only names: dm-2, sda.
    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];
}
