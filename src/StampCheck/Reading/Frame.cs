using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LustreSupervisor.StampCheck.Reading;

/// <summary>
/// What surrounds each stamp: 8 bytes of magic, length of the payload (int32), four bytes of zero, sequence (int64), SHA-256 over bytes
/// 8 to 23 and the payload, eight bytes of zero, payload at byte 64. All little-endian.
/// </summary>
/// <param name="Sequence">Number that the writer gave it.</param>
/// <param name="Payload">What it holds.</param>
internal sealed record Frame(long Sequence, byte[] Payload)
{
    private const int PayloadAt = 64;
    private const int HashAt = 24;

    private static ReadOnlySpan<byte> Magic => [(byte)'L', (byte)'S', (byte)'L', (byte)'O', (byte)'T', 0, 0, 1];

    /// <summary>Reads the frame at the beginning of a slot; null when the slot holds none that verifies.</summary>
    public static Frame? Read(ReadOnlySpan<byte> slot)
    {
        if (slot.Length < PayloadAt || !slot.StartsWith(Magic))
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(slot[8..12]);
        if (length < 0 || length > slot.Length - PayloadAt)
            return null;
        var payload = slot.Slice(PayloadAt, length).ToArray();
        return SHA256.HashData([.. slot[8..HashAt], .. payload]).AsSpan().SequenceEqual(slot.Slice(HashAt, SHA256.HashSizeInBytes))
            ? new Frame(BinaryPrimitives.ReadInt64LittleEndian(slot[16..HashAt]), payload)
            : null;
    }
}
