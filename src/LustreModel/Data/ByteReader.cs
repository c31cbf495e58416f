using System.Buffers.Binary;
using System.Text;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>Reads fields out of bytes that somebody else wrote, little-endian. Never reads beyond them.</summary>
/// <param name="bytes">The bytes.</param>
internal sealed class ByteReader(ReadOnlyMemory<byte> bytes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    public bool AtEnd => Position == bytes.Length;

    public byte Byte() => Take(1).Span[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)).Span);

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)).Span);

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)).Span);

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)).Span);

    public string Text()
    {
        var length = Count(DataLimits.NameBytesMax);
        try
        {
            return Strict.GetString(Take(length).Span);
        }
        catch (DecoderFallbackException)
        {
            throw new DataFormatException("a name is no UTF-8");
        }
    }

    public ReadOnlyMemory<byte> Payload() => Take(Count(DataLimits.PayloadBytesMax));

    /// <summary>A number of things that follow.</summary>
    public int Count(int most)
    {
        var count = Int32();
        return count >= 0 && count <= most ? count : throw new DataFormatException($"{count} is no number from 0 to {most}");
    }

    public void End()
    {
        if (!AtEnd)
            throw new DataFormatException($"{bytes.Length - Position} bytes too many");
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > bytes.Length - Position)
            throw new DataFormatException($"{count} bytes are missing at {Position}");
        var taken = bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}
