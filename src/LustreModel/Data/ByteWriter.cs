using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>Writes the fields that <see cref="ByteReader"/> reads.</summary>
internal sealed class ByteWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public int Position => _buffer.WrittenCount;

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(int)), value);
        _buffer.Advance(sizeof(int));
    }

    public void UInt32(uint value) => Int32(unchecked((int)value));

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), value);
        _buffer.Advance(sizeof(long));
    }

    public void UInt64(ulong value) => Int64(unchecked((long)value));

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        if (length > DataLimits.NameBytesMax)
            throw new DataFormatException($"a name of {length} bytes is longer than {DataLimits.NameBytesMax}");
        Int32(length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
    }

    public void Payload(ReadOnlyMemory<byte> value)
    {
        if (value.Length > DataLimits.PayloadBytesMax)
            throw new DataFormatException($"a payload of {value.Length} bytes is longer than {DataLimits.PayloadBytesMax}");
        Int32(value.Length);
        _buffer.Write(value.Span);
    }
}
