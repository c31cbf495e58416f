using System.Buffers.Binary;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>Content that follows from seed, file and offset alone, so that whoever verifies it needs no copy.</summary>
/// <param name="seed">Seed of the run.</param>
internal sealed class FileContent(ulong seed)
{
    private const int WordBytes = sizeof(ulong);

    /// <summary>The bytes of a file at an offset.</summary>
    /// <param name="fid">File.</param>
    /// <param name="offset">Offset in the file; a multiple of 8.</param>
    /// <param name="length">Bytes.</param>
    public byte[] At(Fid fid, long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(offset % WordBytes, 0);
        var bytes = new byte[(length + WordBytes - 1) / WordBytes * WordBytes];
        var start = Mix(seed ^ Mix(fid.Sequence ^ Mix(fid.Number)));
        for (var at = 0; at < bytes.Length; at += WordBytes)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), Mix(start + (ulong)((offset + at) / WordBytes)));
        return bytes[..length];
    }

    // The finalizer of SplitMix64: every bit of the input changes about half of the output.
    private static ulong Mix(ulong value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
