using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>
/// Frame around everything that is written to an image: magic (8), length of the payload (4), zero (4), sequence (8), SHA-256 over
/// length, sequence and payload (32), zero (8), payload. What does not verify was never written.
/// </summary>
public static class SlotFrame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderBytes = 64;

    private static ReadOnlySpan<byte> Magic => "LSLOT\0\0\u0001"u8;

    /// <summary>Makes a frame.</summary>
    /// <param name="sequence">Number of the writing; the larger one of two valid slots counts.</param>
    /// <param name="payload">What to keep.</param>
    /// <param name="slotBytes">Size of the slot.</param>
    /// <exception cref="InvalidOperationException">The payload does not fit.</exception>
    public static byte[] Encode(long sequence, ReadOnlySpan<byte> payload, int slotBytes)
    {
        if (payload.Length > slotBytes - HeaderBytes)
            throw new InvalidOperationException($"{payload.Length} bytes do not fit in a slot of {slotBytes} bytes of a device image.");
        var frame = new byte[HeaderBytes + payload.Length];
        Magic.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(8), payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(16), sequence);
        payload.CopyTo(frame.AsSpan(HeaderBytes));
        Checksum(frame).CopyTo(frame, 24);
        return frame;
    }

    /// <summary>Length of the payload that a header announces; -1 when it is no header or announces more than a slot holds.</summary>
    public static int PayloadLength(ReadOnlySpan<byte> header, int slotBytes)
    {
        if (header.Length < HeaderBytes || !header[..8].SequenceEqual(Magic))
            return -1;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        return length >= 0 && length <= slotBytes - HeaderBytes ? length : -1;
    }

    /// <summary>Reads a frame; false when it does not verify.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> frame, out long sequence, out byte[] payload)
    {
        (sequence, payload) = (0, []);
        var length = PayloadLength(frame, frame.Length);
        if (length < 0)
            return false;
        frame = frame[..(HeaderBytes + length)];
        if (!Checksum(frame).AsSpan().SequenceEqual(frame.Slice(24, SHA256.HashSizeInBytes)))
            return false;
        sequence = BinaryPrimitives.ReadInt64LittleEndian(frame[16..]);
        payload = frame[HeaderBytes..].ToArray();
        return true;
    }

    private static byte[] Checksum(ReadOnlySpan<byte> frame)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(frame.Slice(8, 16));
        hash.AppendData(frame[HeaderBytes..]);
        return hash.GetHashAndReset();
    }
}
