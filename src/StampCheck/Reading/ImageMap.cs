namespace LustreSupervisor.StampCheck.Reading;

/// <summary>
/// The part of a device image's byte map that the checker reads. It is written down here a second time, from the documentation and not
/// from the writer's constants, so that a mistake in either is found by the other.
/// </summary>
internal static class ImageMap
{
    /// <summary>ext4 superblock: 1 KiB in, 1 KiB long.</summary>
    public const int SuperblockOffset = 1024;

    /// <summary>Offset of the magic number 0xEF53 within the superblock.</summary>
    public const int ExtMagicOffset = 0x38;

    /// <summary>Offset of the file system's UUID within the superblock.</summary>
    public const int UuidOffset = 0x68;

    /// <summary>Offset of the volume name within the superblock; 16 bytes.</summary>
    public const int VolumeNameOffset = 0x78;

    /// <summary>First of the two slots that name the newest stamp; 4 KiB each.</summary>
    public const int HeadOffset = 0x32000;

    /// <summary>Size of such a slot.</summary>
    public const int HeadSlotBytes = 4096;

    /// <summary>Where the ring of stamps begins.</summary>
    public const int RingOffset = 0x900000;

    /// <summary>Slots of the ring.</summary>
    public const int RingSlots = 8192;

    /// <summary>Size of a slot of the ring.</summary>
    public const int RingSlotBytes = 512;

    /// <summary>End of what the checker reads.</summary>
    public const int End = RingOffset + (RingSlots * RingSlotBytes);
}
