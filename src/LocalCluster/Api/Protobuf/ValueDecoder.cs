using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.Protobuf;

/// <summary>Decodes single values, among them the messages that are one value in JSON.</summary>
internal static class ValueDecoder
{
    /// <summary>Nanoseconds in the 100 ns that .NET's times count.</summary>
    private const long TickNanoseconds = 100;

    /// <summary><c>IntOrString.type</c> of a text.</summary>
    private const long IsText = 1;

    /// <exception cref="ProtobufException">The value is none of its kind.</exception>
    public static JsonNode? Decode(ref WireReader reader, TypeKind kind) => kind switch
    {
        TypeKind.String => JsonValue.Create(reader.Text()),
        TypeKind.Boolean => JsonValue.Create(reader.Whole() != 0),
        TypeKind.Int32 => JsonValue.Create((long)(int)reader.Whole()),
        TypeKind.Int64 => JsonValue.Create(reader.Whole()),
        TypeKind.Byte => JsonValue.Create(Convert.ToBase64String(reader.Bytes())),
        TypeKind.Time or TypeKind.MicroTime => Time(reader.Bytes()),
        TypeKind.Quantity => Quantity(reader.Bytes()),
        TypeKind.IntOrString => IntOrString(reader.Bytes()),
        TypeKind.Raw or TypeKind.Fields => Json(reader.Bytes()),
        _ => throw new ProtobufException($"field {reader.Number} has a type that is not known in protobuf: send JSON"),
    };

    /// <summary>Seconds (1) and nanoseconds (2) since 1970. A message without either is no time at all: Go's zero time is not 1970.</summary>
    private static JsonValue? Time(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return null;
        var (seconds, nanoseconds) = (0L, 0L);
        var reader = new WireReader(bytes, "Time");
        while (reader.Next())
        {
            if (reader.Number == 1) seconds = reader.Whole();
            else if (reader.Number == 2) nanoseconds = (int)reader.Whole();
            else throw Unknown("Time", reader.Number);
        }

        try
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / TickNanoseconds);
            return JsonValue.Create(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new ProtobufException($"a time of {seconds} seconds since 1970 is not in the years 1 to 9999", e);
        }
    }

    private static JsonValue Quantity(ReadOnlySpan<byte> bytes)
    {
        var text = "0";
        var reader = new WireReader(bytes, "Quantity");
        while (reader.Next()) text = reader.Number == 1 ? reader.Text() : throw Unknown("Quantity", reader.Number);
        return JsonValue.Create(text);
    }

    /// <summary>The type (1) says whether the number (2) or the text (3) counts.</summary>
    private static JsonValue IntOrString(ReadOnlySpan<byte> bytes)
    {
        var (type, number, text) = (0L, 0L, "");
        var reader = new WireReader(bytes, "IntOrString");
        while (reader.Next())
        {
            if (reader.Number == 1) type = reader.Whole();
            else if (reader.Number == 2) number = (int)reader.Whole();
            else if (reader.Number == 3) text = reader.Text();
            else throw Unknown("IntOrString", reader.Number);
        }

        return type == IsText ? JsonValue.Create(text) : JsonValue.Create(number);
    }

    /// <summary>JSON text (1) within protobuf.</summary>
    private static JsonNode? Json(ReadOnlySpan<byte> bytes)
    {
        JsonNode? value = null;
        var reader = new WireReader(bytes, "RawExtension");
        while (reader.Next())
        {
            if (reader.Number != 1) throw Unknown("RawExtension", reader.Number);
            var raw = reader.Bytes();
            value = raw.IsEmpty ? null : Parse(raw);
        }

        return value;
    }

    private static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonText.Parse(utf8);
        }
        catch (FormatException e)
        {
            throw new ProtobufException($"an embedded object is not JSON: {e.Message}; send JSON", e);
        }
    }

    private static ProtobufException Unknown(string message, int number) =>
        new($"field {number} of {message} is not known to Kubernetes 1.36: send JSON");
}
