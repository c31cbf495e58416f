using System.Text;

namespace LustreSupervisor.LocalCluster.Tests.Api.Protobuf;

/// <summary>Writes protobuf messages field by field, as clients do.</summary>
internal sealed class ProtoBytes
{
    private readonly List<byte> bytes = [];

    /// <summary>A whole body: the mark, the kind and the object's message.</summary>
    public static byte[] Body(string apiVersion, string kind, ProtoBytes message) =>
        [.. "k8s\0"u8, .. new ProtoBytes().Message(1, new ProtoBytes().Text(1, apiVersion).Text(2, kind)).Message(2, message).Text(3, "").Text(4, "").ToArray()];

    public ProtoBytes Text(int number, string text) => Bytes(number, Encoding.UTF8.GetBytes(text));

    public ProtoBytes Message(int number, ProtoBytes message) => Bytes(number, message.ToArray());

    public ProtoBytes Bytes(int number, byte[] value)
    {
        Varint(((ulong)number << 3) | 2);
        Varint((ulong)value.Length);
        bytes.AddRange(value);
        return this;
    }

    public ProtoBytes Whole(int number, long value)
    {
        Varint((ulong)number << 3);
        Varint((ulong)value);
        return this;
    }

    /// <summary>An entry of a map of texts.</summary>
    public ProtoBytes Entry(int number, string key, string value) => Message(number, new ProtoBytes().Text(1, key).Text(2, value));

    public byte[] ToArray() => [.. bytes];

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }
}
