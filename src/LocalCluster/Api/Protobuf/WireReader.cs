using System.Text;

namespace LustreSupervisor.LocalCluster.Api.Protobuf;

/// <summary>Reads the fields of one protobuf message, one after another.</summary>
/// <param name="bytes">The message.</param>
/// <param name="message">Its name, for errors.</param>
internal ref struct WireReader(ReadOnlySpan<byte> bytes, string message)
{
    /// <summary>Bits of a varint's last byte that fit into 64: nine bytes carry 63.</summary>
    private const int LastShift = 63;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>The field that was read last.</summary>
    public int Number { get; private set; }

    /// <summary>How its value is encoded.</summary>
    public WireType Type { get; private set; }

    /// <summary>Moves to the next field; false at the end. The value must be read before the next move.</summary>
    /// <exception cref="ProtobufException">What follows is no field.</exception>
    public bool Next()
    {
        if (rest.IsEmpty) return false;
        var tag = Varint();
        if (tag is 0 or > uint.MaxValue || tag >> 3 == 0) throw Malformed("a field has no number");
        (Number, Type) = ((int)(tag >> 3), (WireType)(tag & 7));
        return true;
    }

    /// <summary>The value of a number.</summary>
    public long Whole()
    {
        Expect(WireType.Varint);
        return (long)Varint();
    }

    /// <summary>The value of text.</summary>
    public string Text()
    {
        try
        {
            return Utf8.GetString(Bytes());
        }
        catch (DecoderFallbackException e)
        {
            throw new ProtobufException($"field {Number} of {message} is not UTF-8", e);
        }
    }

    /// <summary>The value of bytes or of a message.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(WireType.Bytes);
        var length = Varint();
        if (length > (ulong)rest.Length) throw Malformed($"field {Number} is longer than what is left of the message");
        var value = rest[..(int)length];
        rest = rest[(int)length..];
        return value;
    }

    /// <summary>The value of a list of numbers that share one field.</summary>
    /// <param name="max">Most numbers that may be there.</param>
    public List<long> Packed(int max)
    {
        var inner = new WireReader(Bytes(), message);
        var numbers = new List<long>();
        while (!inner.rest.IsEmpty)
        {
            if (numbers.Count == max) throw new ProtobufException($"field {Number} of {message} has too many numbers");
            numbers.Add((long)inner.Varint());
        }

        return numbers;
    }

    private void Expect(WireType wanted)
    {
        if (Type != wanted) throw Malformed($"field {Number} has wire type {(int)Type} instead of {(int)wanted}");
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift <= LastShift; shift += 7)
        {
            if (rest.IsEmpty) throw Malformed("it ends within a number");
            var next = rest[0];
            rest = rest[1..];
            if (shift == LastShift && next > 1) break;
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }

        throw Malformed("a number has more than 64 bits");
    }

    private readonly ProtobufException Malformed(string why) => new($"the bytes of {message} are not protobuf: {why}");
}
