using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.Protobuf;

/// <summary>
/// Turns the protobuf message of a built-in kind into the JSON that says the same. Go writes fields that are no pointers even when
/// they are empty: they come out as empty values, which <see cref="TypeDecoder"/> drops where JSON has none.
/// </summary>
internal sealed class MessageDecoder
{
    /// <summary>Deepest nesting of messages. Those with a pod template, the deepest, have 12 levels; only schemas of definitions recur.</summary>
    private const int DepthMax = 40;

    /// <summary>Values in one body: two bytes may stand for an object, so that a body within its size could still fill the memory.</summary>
    internal const int ValuesMax = 500_000;

    private int values;

    private MessageDecoder()
    {
    }

    /// <summary>The JSON of <paramref name="bytes"/>, without <c>apiVersion</c> and <c>kind</c>.</summary>
    /// <exception cref="ProtobufException">The bytes are no such message, or have a field that is not known.</exception>
    public static JsonObject Decode(ReadOnlySpan<byte> bytes, TypeDefinition definition)
    {
        var body = new JsonObject();
        new MessageDecoder().Message(bytes, definition, body, 1);
        try
        {
            TypeDecoder.Decode(body, definition, []);
        }
        catch (FormatException e)
        {
            throw new ProtobufException($"{definition.ShortName} cannot be handled: {e.Message}", e);
        }

        return body;
    }

    /// <summary>Adds the fields of a message of <paramref name="definition"/> to <paramref name="into"/>.</summary>
    private void Message(ReadOnlySpan<byte> bytes, TypeDefinition definition, JsonObject into, int depth) =>
        Message(bytes, definition, FieldNumbers.Of(definition), into, depth);

    private void Message(ReadOnlySpan<byte> bytes, TypeDefinition definition, FieldNumbers numbers, JsonObject into, int depth)
    {
        if (depth > DepthMax) throw new ProtobufException($"the message nests deeper than {DepthMax} levels");
        var reader = new WireReader(bytes, definition.ShortName);
        while (reader.Next())
        {
            if (++values > ValuesMax) throw new ProtobufException($"the body has more than {ValuesMax} values");
            if (numbers.Find(reader.Number) is { } field) Field(ref reader, field, into, depth);
            else if (numbers.FindEmbedded(reader.Number) is { } embedded) Message(reader.Bytes(), definition, embedded, into, depth + 1);
            else throw new ProtobufException($"field {reader.Number} of {definition.Name} is not known to Kubernetes 1.36: send JSON");
        }
    }

    /// <summary>Reads one occurrence of a field: lists and maps come an element at a time, messages may come in parts.</summary>
    private void Field(ref WireReader reader, TypeField field, JsonObject into, int depth)
    {
        switch (field.Shape.Kind)
        {
            case TypeKind.List:
                Element(ref reader, field.Shape.Element!, Part(into, field.Name, () => new JsonArray()), depth);
                break;
            case TypeKind.Map:
                Entry(reader.Bytes(), field, Part(into, field.Name, () => new JsonObject()), depth);
                break;
            case TypeKind.Struct:
                Message(reader.Bytes(), field.Shape.Definition!, Part(into, field.Name, () => new JsonObject()), depth + 1);
                break;
            default:
                into[field.Name] = Value(ref reader, field.Shape, depth);
                break;
        }
    }

    /// <summary>Adds one element, or several numbers in the packed form.</summary>
    private void Element(ref WireReader reader, TypeShape shape, JsonArray list, int depth)
    {
        if (shape.Kind is not (TypeKind.Int32 or TypeKind.Int64) || reader.Type != WireType.Bytes) list.Add(Value(ref reader, shape, depth));
        else
        {
            var numbers = reader.Packed(ValuesMax - values);
            values += numbers.Count;
            foreach (var number in numbers) list.Add((JsonNode)number);
        }
    }

    /// <summary>Adds one entry of a map: a message of a key (1) and a value (2).</summary>
    private void Entry(ReadOnlySpan<byte> bytes, TypeField field, JsonObject map, int depth)
    {
        var (key, value) = ("", (JsonNode?)null);
        var reader = new WireReader(bytes, field.Name);
        while (reader.Next())
        {
            if (reader.Number == 1) key = reader.Text();
            else if (reader.Number != 2) throw new ProtobufException($"field {reader.Number} of an entry of {field.Name} is not known to Kubernetes 1.36: send JSON");
            else value = field.Shape.Element!.Kind == TypeKind.List ? Items(reader.Bytes(), field, depth) : Value(ref reader, field.Shape.Element, depth);
        }

        map[key] = value;
    }

    /// <summary>A list as the value of a map is a message of its items (1).</summary>
    private JsonArray Items(ReadOnlySpan<byte> bytes, TypeField field, int depth)
    {
        var items = new JsonArray();
        var reader = new WireReader(bytes, field.Name);
        while (reader.Next())
        {
            if (++values > ValuesMax) throw new ProtobufException($"the body has more than {ValuesMax} values");
            if (reader.Number != 1) throw new ProtobufException($"field {reader.Number} of a value of {field.Name} is not known to Kubernetes 1.36: send JSON");
            items.Add(Value(ref reader, field.Shape.Element!.Element!, depth));
        }

        return items;
    }

    private JsonNode? Value(ref WireReader reader, TypeShape shape, int depth)
    {
        if (shape.Kind != TypeKind.Struct) return ValueDecoder.Decode(ref reader, shape.Kind);
        var value = new JsonObject();
        Message(reader.Bytes(), shape.Definition!, value, depth + 1);
        return value;
    }

    /// <summary>What earlier occurrences of the field have left, or a new node.</summary>
    private static T Part<T>(JsonObject parent, string name, Func<T> create) where T : JsonNode
    {
        if (parent[name] is T part) return part;
        part = create();
        parent[name] = part;
        return part;
    }
}
