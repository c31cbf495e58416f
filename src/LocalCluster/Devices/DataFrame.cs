using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>
/// Frame around a batch in the data log: magic (8), length of the payload (4), zero (4), sequence (8), link (8), SHA-256 over the 24
/// bytes before it behind the magic and the payload (32), payload. The link is the start of the digest of the frame before, or of the
/// file system's UUID: so neither what an older file system left, nor what another kernel wrote over this one's tail, can be taken
/// for a continuation.
/// </summary>
internal static class DataFrame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderBytes = 64;

    /// <summary>Longest payload: batches end well before it; a header that says more is no header.</summary>
    public const int PayloadBytesMax = 32 << 20;

    private const int DigestOffset = 32;

    private static ReadOnlySpan<byte> Magic => "LDATA\0\0\u0001"u8;

    /// <summary>Link of the first frame.</summary>
    public static ulong FirstLink(string uuid) => LinkOf(SHA256.HashData(Encoding.UTF8.GetBytes(uuid)));

    /// <summary>Makes a frame, and the link of the next one.</summary>
    public static (byte[] Frame, ulong Next) Encode(long sequence, ulong link, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderBytes + payload.Length];
        Magic.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(8), payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(16), sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(frame.AsSpan(24), link);
        payload.CopyTo(frame.AsSpan(HeaderBytes));
        var digest = Digest(frame);
        digest.CopyTo(frame, DigestOffset);
        return (frame, LinkOf(digest));
    }

    /// <summary>Length of the payload that a header announces; -1 when it is not the header that is due.</summary>
    public static int PayloadLength(ReadOnlySpan<byte> header, long sequence, ulong link)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        return header[..8].SequenceEqual(Magic) && length is >= 0 and <= PayloadBytesMax
            && BinaryPrimitives.ReadInt64LittleEndian(header[16..]) == sequence
            && BinaryPrimitives.ReadUInt64LittleEndian(header[24..]) == link
                ? length
                : -1;
    }

    /// <summary>True when a whole frame is as it was written; then the link of the next one.</summary>
    public static bool TryVerify(ReadOnlySpan<byte> frame, out ulong next)
    {
        var digest = Digest(frame);
        next = LinkOf(digest);
        return digest.AsSpan().SequenceEqual(frame.Slice(DigestOffset, SHA256.HashSizeInBytes));
    }

    private static ulong LinkOf(ReadOnlySpan<byte> digest) => BinaryPrimitives.ReadUInt64LittleEndian(digest);

    private static byte[] Digest(ReadOnlySpan<byte> frame)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(frame[8..DigestOffset]);
        hash.AppendData(frame[HeaderBytes..]);
        return hash.GetHashAndReset();
    }
}
