using System.Globalization;
using System.Text.Json;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>
/// Reads of parsed JSON that never throw: what is absent or of another type is an undefined element, an empty text, null. Tables are made
/// from read-only documents rather than from nodes, because a listing of thousands of pods must not build thousands of trees.
/// </summary>
internal static class JsonFields
{
    public static JsonElement At(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) element = element.At(name);
        return element;
    }

    /// <summary>The text at a path; empty when there is none.</summary>
    public static string Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } value ? value.GetString() ?? "" : "";

    /// <summary>The text at a path, or <paramref name="otherwise"/> when it is absent or empty.</summary>
    public static string TextOr(this JsonElement element, string otherwise, params ReadOnlySpan<string> path) =>
        element.Text(path) is { Length: > 0 } text ? text : otherwise;

    public static long? Whole(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } value
            ? value.TryGetInt64(out var whole) ? whole : value.TryGetDouble(out var number) && Math.Abs(number) < 1L << 53 ? (long)number : null
            : null;

    public static bool Flag(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path).ValueKind == JsonValueKind.True;

    public static bool Has(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Properties(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : [];

    /// <summary>The texts of a list.</summary>
    public static IEnumerable<string> Texts(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Items(path).Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!);

    public static int Count(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength(),
        { ValueKind: JsonValueKind.Object } value => value.GetPropertyCount(),
        _ => 0,
    };

    public static DateTimeOffset? Moment(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Text(path) is { Length: > 0 } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A value as the client library prints it: a text without quotes, a number or a quantity as it was written.</summary>
    public static string Shown(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() ?? "",
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        _ => element.GetRawText(),
    };
}
