using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.StampCheck.Reading;

/// <summary>Reads the evidence on an image. It changes nothing, takes no lock, and may read while kernels write.</summary>
internal static class ImageReader
{
    /// <summary>
    /// How often a ring is read again because a stamp was added meanwhile. Kernels stamp once a second, a reading takes milliseconds:
    /// a ring that still moves after so many readings is judged as read last.
    /// </summary>
    private const int ReadingsMax = 5;

    private const ushort ExtMagic = 0xef53;
    private const int VolumeNameBytes = 16;

    /// <summary>Reads an image.</summary>
    /// <param name="path">Path of the image.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Evidence Read(string path)
    {
        using var image = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(image);
        if (length < ImageMap.End)
            return new Evidence("", "", [], null, [$"the image has {length} bytes and ends before the ring of stamps does ({ImageMap.End})"]);
        var (label, uuid) = ReadSuperblock(image);
        for (var reading = 1; ; reading++)
        {
            var before = ReadHead(image);
            var (stamps, damages) = RingReader.Read(Bytes(image, ImageMap.RingOffset, ImageMap.RingSlots * ImageMap.RingSlotBytes));
            if (reading == ReadingsMax || (ReadHead(image) == before && damages.Count == 0))
                return new Evidence(label, uuid, stamps, before, damages);
        }
    }

    private static (string Label, string Uuid) ReadSuperblock(SafeFileHandle image)
    {
        var block = Bytes(image, ImageMap.SuperblockOffset, 1024).AsSpan();
        if (BinaryPrimitives.ReadUInt16LittleEndian(block[ImageMap.ExtMagicOffset..]) != ExtMagic)
            return ("", "");
        var name = block.Slice(ImageMap.VolumeNameOffset, VolumeNameBytes);
        var end = name.IndexOf((byte)0);
        return (
            Encoding.ASCII.GetString(end < 0 ? name : name[..end]),
            new Guid(block.Slice(ImageMap.UuidOffset, 16), bigEndian: true).ToString());
    }

    private static long? ReadHead(SafeFileHandle image)
    {
        long? newest = null;
        for (var slot = 0; slot < 2; slot++)
        {
            var bytes = Bytes(image, ImageMap.HeadOffset + (slot * ImageMap.HeadSlotBytes), ImageMap.HeadSlotBytes);
            if (Frame.Read(bytes) is { Payload: { Length: sizeof(long) } payload } && BinaryPrimitives.ReadInt64LittleEndian(payload) is var number
                && !(newest > number))
                newest = number;
        }

        return newest;
    }

    private static byte[] Bytes(SafeFileHandle image, long offset, int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var more = RandomAccess.Read(image, bytes.AsSpan(have), offset + have);
            if (more == 0)
                break;
            have += more;
        }

        return bytes;
    }
}
