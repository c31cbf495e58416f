using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>
/// Two slots that are written in turn: a writer that is killed half-way leaves the other slot as it was. Writers hold the
/// device's latch.
/// </summary>
/// <param name="offset">Offset of the first slot; the second follows it.</param>
/// <param name="slotBytes">Size of each.</param>
internal sealed class SlotPair(long offset, int slotBytes)
{
    /// <summary>The newest payload that verifies; null when neither slot does.</summary>
    public byte[]? Read(SafeFileHandle image) => Newest(image)?.Payload;

    /// <summary>Replaces the payload.</summary>
    public void Write(SafeFileHandle image, ReadOnlySpan<byte> payload)
    {
        var newest = Newest(image);
        var frame = SlotFrame.Encode((newest?.Sequence ?? 0) + 1, payload, slotBytes);
        var slot = newest is { Slot: 0 } ? 1 : 0;
        RandomAccess.Write(image, frame, offset + ((long)slot * slotBytes));
    }

    private (int Slot, long Sequence, byte[] Payload)? Newest(SafeFileHandle image)
    {
        var first = ReadSlot(image, 0);
        var second = ReadSlot(image, 1);
        if (first is null || second is null)
            return first ?? second;
        return first.Value.Sequence > second.Value.Sequence ? first : second;
    }

    private (int Slot, long Sequence, byte[] Payload)? ReadSlot(SafeFileHandle image, int slot)
    {
        var at = offset + ((long)slot * slotBytes);
        var header = new byte[SlotFrame.HeaderBytes];
        if (RandomAccess.Read(image, header, at) < header.Length)
            return null;
        var length = SlotFrame.PayloadLength(header, slotBytes);
        if (length < 0)
            return null;
        var frame = new byte[SlotFrame.HeaderBytes + length];
        return RandomAccess.Read(image, frame, at) == frame.Length && SlotFrame.TryDecode(frame, out var sequence, out var payload)
            ? (slot, sequence, payload)
            : null;
    }
}
