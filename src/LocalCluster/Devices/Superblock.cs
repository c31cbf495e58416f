using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>The few fields of an ext4 superblock that make an image look formatted to blkid(8), to raw reads and to us.</summary>
/// <param name="Label">Volume name, at most 16 bytes.</param>
/// <param name="Uuid">UUID of the file system.</param>
/// <param name="Ours">True when this program wrote it; false on a file system that somebody made with real tools.</param>
internal sealed record Superblock(string Label, string Uuid, bool Ours)
{
    /// <summary>Longest label of an ext4 file system.</summary>
    public const int VolumeNameBytes = 16;

    // Offsets within the superblock (kernel Documentation/filesystems/ext4/super.rst).
    private const int BlocksCount = 0x04;
    private const int LogBlockSize = 0x18;
    private const int BlocksPerGroup = 0x20;
    private const int MagicNumber = 0x38;
    private const int State = 0x3a;
    private const int Revision = 0x4c;
    private const int GroupNumber = 0x5a;
    private const int FeatureCompat = 0x5c;
    private const int FeatureIncompat = 0x60;
    private const int UuidField = 0x68;
    private const int VolumeName = 0x78;
    private const int LastMounted = 0x88;

    private const ushort ExtMagic = 0xef53;
    private const uint HasJournal = 0x4;
    private const uint FileTypeExtentsFlexBg = 0x2 | 0x40 | 0x200;

    private static ReadOnlySpan<byte> Maker => "/lustre-supervisor-image"u8;

    /// <summary>Reads it; null where there is none.</summary>
    public static Superblock? Read(SafeFileHandle image)
    {
        var block = new byte[DeviceLayout.SuperblockBytes];
        if (RandomAccess.Read(image, block, DeviceLayout.SuperblockOffset) < block.Length
            || BinaryPrimitives.ReadUInt16LittleEndian(block.AsSpan(MagicNumber)) != ExtMagic)
            return null;
        var name = block.AsSpan(VolumeName, VolumeNameBytes);
        var end = name.IndexOf((byte)0);
        return new Superblock(
            Encoding.UTF8.GetString(end < 0 ? name : name[..end]),
            new Guid(block.AsSpan(UuidField, 16), bigEndian: true).ToString(),
            block.AsSpan(LastMounted, Maker.Length).SequenceEqual(Maker));
    }

    /// <summary>Takes it away, as <c>zpool create</c> does; the copies stay.</summary>
    public static void Erase(SafeFileHandle image) =>
        RandomAccess.Write(image, new byte[DeviceLayout.SuperblockBytes], DeviceLayout.SuperblockOffset);

    /// <summary>Writes it and its copies.</summary>
    public void Write(SafeFileHandle image, long sizeBytes)
    {
        var block = new byte[DeviceLayout.SuperblockBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(BlocksCount), (uint)(sizeBytes / 4096));
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(LogBlockSize), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(BlocksPerGroup), 32768);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(MagicNumber), ExtMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(State), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(Revision), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(FeatureCompat), HasJournal);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(FeatureIncompat), FileTypeExtentsFlexBg);
        (Guid.TryParse(Uuid, out var uuid) ? uuid : Guid.Empty).TryWriteBytes(block.AsSpan(UuidField), bigEndian: true, out _);
        var label = Encoding.UTF8.GetBytes(Label);
        label.AsSpan(0, Math.Min(label.Length, VolumeNameBytes)).CopyTo(block.AsSpan(VolumeName));
        Maker.CopyTo(block.AsSpan(LastMounted));
        RandomAccess.Write(image, block, DeviceLayout.SuperblockOffset);
        foreach (var group in CopyGroups(sizeBytes))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(GroupNumber), (ushort)group);
            RandomAccess.Write(image, block, group * DeviceLayout.BlockGroupBytes);
        }
    }

    // sparse_super: groups 1 and the powers of 3, 5 and 7.
    private static IEnumerable<long> CopyGroups(long sizeBytes)
    {
        var groups = (sizeBytes + DeviceLayout.BlockGroupBytes - DeviceLayout.SuperblockBytes) / DeviceLayout.BlockGroupBytes;
        if (groups > 1)
            yield return 1;
        foreach (var prime in (int[])[3, 5, 7])
            for (long group = prime; group < groups && group <= ushort.MaxValue; group *= prime)
                yield return group;
    }
}
