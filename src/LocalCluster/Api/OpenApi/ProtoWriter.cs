using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.OpenApi;

/// <summary>Writes JSON as protobuf, by descriptions of its messages. A message goes into a stream of its own, as its length comes first.</summary>
internal sealed class ProtoWriter(IReadOnlyDictionary<string, ProtoMessage> messages)
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2;

    public byte[] Encode(string type, JsonNode? value)
    {
        using var stream = new MemoryStream();
        Write(stream, type, value);
        return stream.ToArray();
    }

    private void Write(MemoryStream stream, string type, JsonNode? value)
    {
        switch (type)
        {
            case "TypeItem":
                Text(stream, 1, value.Text() ?? "");
                return;
            case "ItemsItem" or "SchemaItem" or "AdditionalProperties" when value is JsonObject:
                Nested(stream, 1, "Schema", value);
                return;
            case "AdditionalProperties":
                Flag(stream, 2, value.Flag() == true);
                return;
            case "ResponseValue":
                Nested(stream, 1, "Response", value);
                return;
            case "ParametersItem":
                Parameter(stream, value as JsonObject ?? []);
                return;
            default:
                Fields(stream, messages[type], value as JsonObject ?? []);
                return;
        }
    }

    private void Fields(MemoryStream stream, ProtoMessage message, JsonObject value)
    {
        foreach (var (name, child) in value)
        {
            if (child is null) continue;
            if (message.Fields.TryGetValue(name, out var field)) Field(stream, field, child);
            else if (message.Extensions > 0 && name.StartsWith("x-", StringComparison.Ordinal)) Raw(stream, message.Extensions, Extension(name, child));
            else if (message.Entries is { } entries) Raw(stream, entries.Number, Entry(name, entries.Message, child));
        }
    }

    private void Field(MemoryStream stream, ProtoField field, JsonNode value)
    {
        switch (field.Form)
        {
            case ProtoForm.Text:
                Text(stream, field.Number, value.Text() ?? JsonText.ToText(value));
                break;
            case ProtoForm.Texts:
                foreach (var text in value as JsonArray ?? []) Text(stream, field.Number, text.Text() ?? "");
                break;
            case ProtoForm.Flag:
                Flag(stream, field.Number, value.Flag() == true);
                break;
            case ProtoForm.Number:
                Number(stream, field.Number, value.Number() ?? 0);
                break;
            case ProtoForm.Whole:
                Tag(stream, field.Number, Varint);
                Length(stream, (ulong)(value.Whole() ?? 0));
                break;
            case ProtoForm.Message:
                Nested(stream, field.Number, field.Message, value);
                break;
            case ProtoForm.Messages:
                foreach (var item in value as JsonArray ?? []) Nested(stream, field.Number, field.Message, item);
                break;
            case ProtoForm.Any:
                Raw(stream, field.Number, Any(value));
                break;
            default:
                foreach (var item in value as JsonArray ?? []) Raw(stream, field.Number, Any(item));
                break;
        }
    }

    /// <summary><c>ParametersItem</c> holds a <c>Parameter</c>, which holds a body or another one, which is one of four by its place.</summary>
    private void Parameter(MemoryStream stream, JsonObject value)
    {
        using var parameter = new MemoryStream();
        if (value["in"].Text() == "body")
        {
            Nested(parameter, 1, "BodyParameter", value);
        }
        else
        {
            using var other = new MemoryStream();
            if (value["in"].Text() == "query") Nested(other, 3, "QueryParameter", value);
            else Nested(other, 4, "PathParameter", value);
            Raw(parameter, 2, other.ToArray());
        }

        Raw(stream, 1, parameter.ToArray());
    }

    private byte[] Entry(string name, string type, JsonNode value)
    {
        using var stream = new MemoryStream();
        Text(stream, 1, name);
        Nested(stream, 2, type, value);
        return stream.ToArray();
    }

    private static byte[] Extension(string name, JsonNode value)
    {
        using var stream = new MemoryStream();
        Text(stream, 1, name);
        Raw(stream, 2, Any(value));
        return stream.ToArray();
    }

    /// <summary>JSON is YAML.</summary>
    private static byte[] Any(JsonNode? value)
    {
        using var stream = new MemoryStream();
        Text(stream, 2, JsonText.ToText(value));
        return stream.ToArray();
    }

    private void Nested(MemoryStream stream, int number, string type, JsonNode? value) => Raw(stream, number, Encode(type, value));

    private static void Text(MemoryStream stream, int number, string text) => Raw(stream, number, Encoding.UTF8.GetBytes(text));

    private static void Flag(MemoryStream stream, int number, bool value)
    {
        Tag(stream, number, Varint);
        Length(stream, value ? 1ul : 0ul);
    }

    private static void Number(MemoryStream stream, int number, double value)
    {
        Tag(stream, number, Fixed64);
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void Raw(MemoryStream stream, int number, byte[] bytes)
    {
        Tag(stream, number, Delimited);
        Length(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void Tag(MemoryStream stream, int number, int wire) => Length(stream, ((ulong)number << 3) | (uint)wire);

    private static void Length(MemoryStream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7) stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }
}
