using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Types;

/// <summary>Decodes single values, each with the error of its Go type.</summary>
internal static partial class ScalarDecoder
{
    private const string QuantityRule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    /// <summary>The value as it is stored.</summary>
    /// <exception cref="FormatException">It is of another type.</exception>
    public static JsonNode? Decode(JsonNode node, TypeShape shape, Place at) => shape.Kind switch
    {
        TypeKind.String => node.Text() is not null ? node : throw at.Mismatch(node, shape),
        TypeKind.Boolean => node.Flag() is not null ? node : throw at.Mismatch(node, shape),
        TypeKind.Int32 => Whole(node, shape, at, int.MinValue, int.MaxValue),
        TypeKind.Int64 => Whole(node, shape, at, long.MinValue, long.MaxValue),
        TypeKind.Double => node.Number() is not null ? node : throw at.Mismatch(node, shape),
        TypeKind.Byte => Bytes(node, shape, at),
        TypeKind.Time or TypeKind.MicroTime => Time(node, shape, at),
        TypeKind.Duration => node.Text() is { } text && GoDuration().IsMatch(text) ? node : throw new FormatException($"time: invalid duration {JsonText.ToText(node)}"),
        TypeKind.Quantity => Quantity(node),
        TypeKind.IntOrString => node.Text() is not null || node.Whole() is >= int.MinValue and <= int.MaxValue
            ? node : throw new FormatException($"json: cannot unmarshal {Place.Describe(node)} into Go value of type int32"),
        _ => node,
    };

    /// <summary>What a null in a list or map becomes.</summary>
    public static JsonNode? Zero(TypeKind kind) => kind switch
    {
        TypeKind.String or TypeKind.Byte => JsonValue.Create(""),
        TypeKind.Boolean => JsonValue.Create(false),
        TypeKind.Int32 or TypeKind.Int64 or TypeKind.Double or TypeKind.IntOrString => JsonValue.Create(0L),
        TypeKind.Quantity => JsonValue.Create("0"),
        TypeKind.Struct => new JsonObject(),
        _ => null,
    };

    private static JsonNode Whole(JsonNode node, TypeShape shape, Place at, long min, long max)
    {
        if (node is JsonValue value && value.Whole() is { } whole && whole >= min && whole <= max) return node;
        if (node.Number() is null) throw at.Mismatch(node, shape);
        var wrong = at.Mismatch(node, shape).Message;
        throw new FormatException(wrong.Replace("unmarshal number", $"unmarshal number {node.ToJsonString()}", StringComparison.Ordinal));
    }

    private static JsonNode Bytes(JsonNode node, TypeShape shape, Place at)
    {
        var text = node.Text() ?? throw at.Mismatch(node, shape);
        var buffer = new byte[text.Length];
        if (Convert.TryFromBase64String(text, buffer, out _)) return node;
        var bad = text.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '\r' or '\n').Count();
        throw new FormatException($"illegal base64 data at input byte {Math.Min(bad, text.Length)}");
    }

    private static JsonNode Time(JsonNode node, TypeShape shape, Place at)
    {
        var text = node.Text() ?? throw at.Mismatch(node, shape);
        var format = shape.Kind == TypeKind.Time ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00";
        if (!Rfc3339().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            throw new FormatException($"parsing time {JsonText.ToText(node)} as \"{format}\": cannot parse {JsonText.ToText(node)} as \"2006\"");
        var stored = shape.Kind == TypeKind.Time
            ? Metadata.Stamp(time) : time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return stored == text ? node : JsonValue.Create(stored);
    }

    private static JsonNode Quantity(JsonNode node)
    {
        var text = node.Text() ?? (node.Number() is not null ? node.ToJsonString() : throw new FormatException(QuantityRule));
        if (!QuantityForm().IsMatch(text)) throw new FormatException(QuantityRule);
        return node.Text() is null ? JsonValue.Create(text) : node;
    }

    [GeneratedRegex(@"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?[0-9]{1,3})?\z")]
    private static partial Regex QuantityForm();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"^[+-]?(0|([0-9]*\.?[0-9]+|[0-9]+\.)(ns|us|µs|ms|s|m|h))+\z")]
    private static partial Regex GoDuration();
}
