using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Json;

/// <summary>
/// Reads JSON eagerly into plain nodes and writes it back. Eager, because a lazily read tree reports its faults (a lone surrogate,
/// a property given twice) wherever it happens to be touched, and is not safe to read from two threads.
/// </summary>
internal static class JsonText
{
    /// <summary>
    /// Deepest nesting accepted. The deepest object of the served kinds has fewer than 20 levels; recursion stays far from the stack's end.
    /// </summary>
    internal const int DepthMax = 100;

    /// <summary>Deepest nesting of what the server itself wrote: field managers repeat an object's structure some levels below its top.</summary>
    private const int OwnDepthMax = DepthMax * 2;

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = OwnDepthMax,
    };

    /// <summary>Reads one JSON value.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="duplicates">Receives the names of properties given twice in one object; the last one wins, as in Kubernetes.</param>
    /// <exception cref="FormatException">The text is not JSON; the message says where.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null) => Parse(utf8, duplicates, DepthMax);

    /// <summary>Whether a tree that was put together from parsed ones keeps to <see cref="DepthMax"/>.</summary>
    public static bool IsTooDeep(JsonNode? node, int depth = 1) => depth > DepthMax || node switch
    {
        JsonObject value => value.Any(child => IsTooDeep(child.Value, depth + 1)),
        JsonArray list => list.Any(child => IsTooDeep(child, depth + 1)),
        _ => false,
    };

    private static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates, int depthMax)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = depthMax });
            reader.Read();
            var node = ReadValue(ref reader, duplicates);
            reader.Read();
            return node;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>Reads one JSON object that this server wrote itself.</summary>
    public static JsonObject ParseOwn(ReadOnlySpan<byte> utf8) =>
        Parse(utf8, null, OwnDepthMax) as JsonObject ?? throw new InvalidDataException("A stored object is not a JSON object.");

    /// <summary>Writes <paramref name="node"/> without white space.</summary>
    public static byte[] ToBytes(JsonNode? node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            if (node is null) writer.WriteNullValue();
            else node.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes <paramref name="node"/> as text, for messages.</summary>
    public static string ToText(JsonNode? node) => System.Text.Encoding.UTF8.GetString(ToBytes(node));

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, ICollection<string>? duplicates) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, duplicates),
        JsonTokenType.StartArray => ReadArray(ref reader, duplicates),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        JsonTokenType.Number => reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(JsonElement.ParseValue(ref reader)),
        _ => null,
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader, ICollection<string>? duplicates)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (duplicates is not null && result.ContainsKey(name)) duplicates.Add(name);
            result[name] = ReadValue(ref reader, duplicates);
        }

        return result;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, ICollection<string>? duplicates)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) result.Add(ReadValue(ref reader, duplicates));
        return result;
    }
}
