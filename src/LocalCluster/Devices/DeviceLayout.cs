namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>
/// Byte map of a device image. All of a blank image is zero; whatever follows a format lies at fixed places, little-endian:
/// <code>
/// 0x0000000     1 KiB  zero (boot block)
/// 0x0000400     1 KiB  ext4 superblock as blkid(8) reads it: magic, UUID, label; "last mounted on" names this program
/// 0x0010000  2 × 64 KiB  record: permanent data of the target (JSON), two slots
/// 0x0030000  2 ×  4 KiB  MMP block (JSON), two slots
/// 0x0032000  2 ×  4 KiB  number of the newest stamp (8 bytes), two slots
/// 0x0050000  2 × 32 KiB  ZFS pool (JSON), two slots
/// 0x0060000     4 KiB  four uberblocks as blkid(8) looks for them in ZFS's second label: magic, guid of the pool
/// 0x0100000  2 ×  4 MiB  configuration of an MGS (JSON), two slots
/// 0x0900000  8192 × 512  ring of stamps (JSON); stamp n lies at n mod 8192
/// 0x1000000 …          log of committed data (frames, see DataLog), up to 1 MiB before the end, around the next line
/// 0x8000000 …  64 KiB  at each multiple of 128 MiB: copies of the superblock where ext4 has them, groups 1, 3, 5, 7, 9, …
/// </code>
/// Slots and stamps have one frame, <see cref="SlotFrame"/>. Stamps survive a format: they are the evidence.
/// </summary>
public static class DeviceLayout
{
    /// <summary>Where ext4 keeps its first superblock.</summary>
    public const long SuperblockOffset = 0x400;

    /// <summary>What ext4 gives a superblock, in bytes.</summary>
    public const int SuperblockBytes = 0x400;

    /// <summary>Offset of the first record slot.</summary>
    public const long RecordOffset = 0x10000;

    /// <summary>Size of a record slot: a target's permanent data are a few KiB at most.</summary>
    public const int RecordSlotBytes = 0x10000;

    /// <summary>Offset of the first MMP slot.</summary>
    public const long MmpOffset = 0x30000;

    /// <summary>Size of an MMP slot.</summary>
    public const int MmpSlotBytes = 0x1000;

    /// <summary>Offset of the first slot with the number of the newest stamp.</summary>
    public const long StampHeadOffset = 0x32000;

    /// <summary>Size of a slot with the number of the newest stamp.</summary>
    public const int StampHeadSlotBytes = 0x1000;

    /// <summary>Offset of the first slot of a ZFS pool.</summary>
    public const long PoolOffset = 0x50000;

    /// <summary>Size of such a slot.</summary>
    public const int PoolSlotBytes = 0x8000;

    /// <summary>Offset of the uberblocks in ZFS's second label.</summary>
    public const long UberblockOffset = 0x60000;

    /// <summary>Size of an uberblock on a device with 1 KiB alignment.</summary>
    public const int UberblockBytes = 0x400;

    /// <summary>Uberblocks that blkid(8) wants to see before it believes in ZFS.</summary>
    public const int UberblockCount = 4;

    /// <summary>Offset of the first slot of an MGS's configuration.</summary>
    public const long ConfigOffset = 0x100000;

    /// <summary>Size of such a slot: 4000 targets with all their parameters fit three times over.</summary>
    public const int ConfigSlotBytes = 0x400000;

    /// <summary>Offset of the ring of stamps.</summary>
    public const long StampOffset = 0x900000;

    /// <summary>Size of a stamp: one page holds eight, so a stamp never crosses a page and is never torn by a kill.</summary>
    public const int StampBytes = 512;

    /// <summary>Stamps in the ring: more than two hours at one a second.</summary>
    public const int StampCount = 8192;

    /// <summary>Where the log of committed data begins.</summary>
    public const long LogOffset = 0x1000000;

    /// <summary>What the log leaves free at the start of each block group: there may be a copy of the superblock.</summary>
    public const int GroupHeadBytes = 0x10000;

    /// <summary>What the log leaves free at the end of the device, where other file systems have their labels.</summary>
    public const int DeviceTailBytes = 0x100000;

    /// <summary>Smallest image: what mkfs.lustre asks of a loop device (32384 KiB); the layout ends well before it.</summary>
    public const long DeviceBytesMin = 32384L * 1024;

    /// <summary>Size of an ext4 block group with 4 KiB blocks.</summary>
    public const long BlockGroupBytes = 0x8000000;
}
