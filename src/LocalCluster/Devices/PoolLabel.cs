using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using LustreSupervisor.LustreModel.Zfs;
using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>What makes an image a device of a ZFS pool: uberblocks for whoever probes it, and the pool itself.</summary>
internal static class PoolLabel
{
    // The kernel's uberblock (sys/uberblock_impl.h): magic, version, transaction group, sum of guids, time.
    private const ulong Magic = 0x00bab10c;
    private const ulong Version = 5000;
    private const int VersionField = 8;
    private const int GuidField = 24;

    private static readonly SlotPair Record = new(DeviceLayout.PoolOffset, DeviceLayout.PoolSlotBytes);

    /// <summary>True when ZFS's magic is there, whoever wrote it.</summary>
    public static bool IsPresent(SafeFileHandle image) => ReadGuid(image) is not null;

    /// <summary>The pool; null where there is none, or not of ours.</summary>
    public static ZfsPool? Read(SafeFileHandle image) =>
        ReadGuid(image) is { } guid && DeviceJson.Read(Record.Read(image), DeviceJson.Default.ZfsPool) is { } pool && pool.PoolId == guid ? pool : null;

    /// <summary>Writes the pool. The record counts only with uberblocks of the same guid.</summary>
    public static void Write(SafeFileHandle image, ZfsPool pool)
    {
        Record.Write(image, JsonSerializer.SerializeToUtf8Bytes(pool, DeviceJson.Default.ZfsPool));
        if (ReadGuid(image) == pool.PoolId)
            return;
        var blocks = new byte[DeviceLayout.UberblockBytes * DeviceLayout.UberblockCount];
        for (var at = 0; at < blocks.Length; at += DeviceLayout.UberblockBytes)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(blocks.AsSpan(at), Magic);
            BinaryPrimitives.WriteUInt64LittleEndian(blocks.AsSpan(at + VersionField), Version);
            BinaryPrimitives.WriteUInt64LittleEndian(blocks.AsSpan(at + GuidField), ulong.Parse(pool.PoolId, CultureInfo.InvariantCulture));
        }
        RandomAccess.Write(image, blocks, DeviceLayout.UberblockOffset);
    }

    /// <summary>Takes the magic away, as a format with another file system does.</summary>
    public static void Erase(SafeFileHandle image) =>
        RandomAccess.Write(image, new byte[DeviceLayout.UberblockBytes * DeviceLayout.UberblockCount], DeviceLayout.UberblockOffset);

    private static string? ReadGuid(SafeFileHandle image)
    {
        var block = new byte[DeviceLayout.UberblockBytes];
        return RandomAccess.Read(image, block, DeviceLayout.UberblockOffset) == block.Length && BinaryPrimitives.ReadUInt64LittleEndian(block) == Magic
            ? BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(GuidField)).ToString(CultureInfo.InvariantCulture)
            : null;
    }
}
