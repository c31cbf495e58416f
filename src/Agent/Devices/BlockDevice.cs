using System.Runtime.InteropServices;
using LustreSupervisor.Agent.Native;
using LustreSupervisor.Topology.Agents.Devices;
using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.Agent.Devices;

/// <summary>What the agent itself sees of a device, without any tool.</summary>
/// <param name="Opening">How opening it went.</param>
/// <param name="FirstDataOffset">Offset of the first byte that is not zero; null when there is none, or when nobody asked.</param>
/// <param name="Complaint">What the system said, for people.</param>
internal sealed record BlockDeviceView(DeviceOpening Opening, long? FirstDataOffset, string Complaint);

/// <summary>Looks at a block device (on the laptop, an image file). Only ever reads.</summary>
internal static class BlockDevice
{
    private const string ById = "/dev/disk/by-id";

    /// <summary>
    /// Opens the device for exclusive use and, if asked, reads the ranges that must be empty on a blank one. Blocks while the device does.
    /// </summary>
    public static BlockDeviceView Look(string path, string deviceId, bool forData)
    {
        if (LeadsElsewhere(path, deviceId))
            return new BlockDeviceView(DeviceOpening.OtherDevice, null, $"{ById}/{deviceId} is another device");
        using var exclusive = Libc.Open(path, Libc.OpenReadExclusive);
        if (exclusive.IsInvalid)
            return Refused(Marshal.GetLastPInvokeError());
        if (!forData)
            return new BlockDeviceView(DeviceOpening.Exclusive, null, "");
        try
        {
            return Read(exclusive);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new BlockDeviceView(DeviceOpening.Unreadable, null, e.Message);
        }
    }

    private static BlockDeviceView Read(SafeFileHandle device)
    {
        var size = Libc.SizeOf(device);
        if (size <= 0)
            return new BlockDeviceView(DeviceOpening.Unreadable, null, $"its size is {size} bytes");
        Libc.DropCache(device);
        var buffer = new byte[BlankRanges.EndBytes * 2];
        foreach (var (offset, length) in BlankRanges.For(size))
        {
            if (FirstData(device, offset, buffer.AsSpan(0, length)) is { } found)
                return new BlockDeviceView(DeviceOpening.Exclusive, found, "");
        }
        return new BlockDeviceView(DeviceOpening.Exclusive, null, "");
    }

    private static long? FirstData(SafeFileHandle device, long offset, Span<byte> buffer)
    {
        var read = 0;
        while (read < buffer.Length)
        {
            var count = RandomAccess.Read(device, buffer[read..], offset + read);
            if (count == 0)
                throw new IOException($"it ends at byte {offset + read}, before its size says");
            read += count;
        }
        var at = buffer.IndexOfAnyExcept((byte)0);
        return at < 0 ? null : offset + at;
    }

    private static BlockDeviceView Refused(int errno) => new(
        errno switch
        {
            Libc.EBUSY => DeviceOpening.Held,
            Libc.ENOENT or Libc.ENXIO or Libc.ENODEV or Libc.ENOTDIR => DeviceOpening.Gone,
            _ => DeviceOpening.Unreadable,
        },
        null,
        Marshal.GetPInvokeErrorMessage(errno));

    /// <summary>
    /// Names such as /dev/sdb move between boots: where udev names the device by its identity, the path must lead to the same one.
    /// </summary>
    private static bool LeadsElsewhere(string path, string deviceId)
    {
        if (deviceId.Length == 0 || !deviceId.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-'))
            return false;
        var named = Path.Combine(ById, deviceId);
        return File.Exists(named) && File.Exists(path) && FinalTarget(named) != FinalTarget(path);
    }

    private static string FinalTarget(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
}
