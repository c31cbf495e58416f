using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>The room of the data log on an image as one run of bytes, around what belongs to the file system itself.</summary>
/// <param name="sizeBytes">Size of the image.</param>
internal sealed class LogSpace(long sizeBytes)
{
    private const long FirstGroupBytes = DeviceLayout.BlockGroupBytes - DeviceLayout.LogOffset;
    private const long GroupBytes = DeviceLayout.BlockGroupBytes - DeviceLayout.GroupHeadBytes;

    /// <summary>Bytes of the log at most.</summary>
    public long Capacity { get; } = CapacityOf(sizeBytes - DeviceLayout.DeviceTailBytes);

    /// <summary>Reads; bytes beyond the room are missing.</summary>
    /// <returns>Number of bytes that were read.</returns>
    /// <exception cref="IOException">The image cannot be read.</exception>
    public int Read(SafeFileHandle image, Span<byte> to, long position)
    {
        var total = 0;
        while (total < to.Length && position + total < Capacity)
        {
            var (at, room) = Locate(position + total);
            var wanted = (int)Math.Min(Math.Min(room, to.Length - total), Capacity - position - total);
            var count = RandomAccess.Read(image, to.Slice(total, wanted), at);
            if (count == 0)
                break;
            total += count;
        }
        return total;
    }

    /// <summary>Writes.</summary>
    /// <exception cref="IOException">There is no room, or the image cannot be written.</exception>
    public void Write(SafeFileHandle image, ReadOnlySpan<byte> bytes, long position)
    {
        if (position + bytes.Length > Capacity)
            throw new IOException($"no space left on the device: {bytes.Length} bytes at {position} of {Capacity}");
        while (!bytes.IsEmpty)
        {
            var (at, room) = Locate(position);
            var count = (int)Math.Min(room, bytes.Length);
            RandomAccess.Write(image, bytes[..count], at);
            bytes = bytes[count..];
            position += count;
        }
    }

    // Offset on the image, and bytes up to the end of its block group.
    private static (long At, long Room) Locate(long position)
    {
        if (position < FirstGroupBytes)
            return (DeviceLayout.LogOffset + position, FirstGroupBytes - position);
        var (group, within) = Math.DivRem(position - FirstGroupBytes, GroupBytes);
        return (((group + 1) * DeviceLayout.BlockGroupBytes) + DeviceLayout.GroupHeadBytes + within, GroupBytes - within);
    }

    private static long CapacityOf(long end)
    {
        if (end <= DeviceLayout.BlockGroupBytes)
            return Math.Max(0, end - DeviceLayout.LogOffset);
        var (groups, rest) = Math.DivRem(end, DeviceLayout.BlockGroupBytes);
        return FirstGroupBytes + ((groups - 1) * GroupBytes) + Math.Max(0, rest - DeviceLayout.GroupHeadBytes);
    }
}
