using System.Buffers.Binary;
using System.Text.Json;
using LustreSupervisor.LustreModel.Devices;
using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>The ring of stamps on an image: who wrote the device, and when.</summary>
public static class StampRing
{
    private static readonly SlotPair Head = new(DeviceLayout.StampHeadOffset, DeviceLayout.StampHeadSlotBytes);

    /// <summary>Every stamp that the image still holds, oldest first. For checkers: it takes no latch and changes nothing.</summary>
    /// <param name="image">Path of the image.</param>
    /// <exception cref="IOException">The image cannot be read.</exception>
    public static IReadOnlyList<Stamp> ReadAll(string image)
    {
        using var handle = File.OpenHandle(image, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return [.. Enumerable.Range(0, DeviceLayout.StampCount).Select(slot => ReadSlot(handle, slot)).OfType<Stamp>().OrderBy(s => s.Sequence)];
    }

    /// <summary>The newest stamp; null when there is none.</summary>
    internal static Stamp? ReadNewest(SafeFileHandle image)
    {
        // The head is written after its stamp: a writer killed in between has left a stamp beyond it.
        var newest = Head.Read(image) is { Length: sizeof(long) } head ? BinaryPrimitives.ReadInt64LittleEndian(head) : 0;
        var stamp = ReadSlot(image, newest);
        while (ReadSlot(image, newest + 1) is { } next && next.Sequence == newest + 1)
            (stamp, newest) = (next, newest + 1);
        return stamp;
    }

    /// <summary>Adds a stamp.</summary>
    internal static void Append(SafeFileHandle image, Stamp stamp)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(Fitting(stamp), DeviceJson.Default.Stamp);
        var frame = SlotFrame.Encode(stamp.Sequence, payload, DeviceLayout.StampBytes);
        RandomAccess.Write(image, frame, At(stamp.Sequence));
        var head = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(head, stamp.Sequence);
        Head.Write(image, head);
    }

    // The limits make any stamp fit its 448 bytes; characters that JSON would write as six are not kept.
    private static Stamp Fitting(Stamp stamp) => stamp with
    {
        SystemUuid = Cut(stamp.SystemUuid, 36),
        BootId = Cut(stamp.BootId, 36),
        NodeName = Cut(stamp.NodeName, 40),
        Service = Cut(stamp.Service, 16),
        Incarnation = Cut(stamp.Incarnation, 44),
        Detail = Cut(stamp.Detail, 44),
        FsUuid = Cut(stamp.FsUuid, 36),
    };

    private static string Cut(string text, int most) =>
        string.Concat(text.Take(most).Select(c => char.IsAsciiLetterOrDigit(c) || " ._-/:,()".Contains(c) ? c : '?'));

    private static Stamp? ReadSlot(SafeFileHandle image, long sequence)
    {
        var frame = new byte[DeviceLayout.StampBytes];
        return RandomAccess.Read(image, frame, At(sequence)) == frame.Length && SlotFrame.TryDecode(frame, out _, out var payload)
            ? DeviceJson.Read(payload, DeviceJson.Default.Stamp)
            : null;
    }

    private static long At(long sequence) => DeviceLayout.StampOffset + (sequence % DeviceLayout.StampCount * DeviceLayout.StampBytes);
}
