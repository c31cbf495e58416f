using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Json;

/// <summary>Reads of JSON that never throw: a value of another type than the one asked for counts as absent.</summary>
internal static class JsonAccess
{
    public static string? Text(this JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool? Flag(this JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static long? Whole(this JsonNode? node)
    {
        if (node is not JsonValue value) return null;
        if (value.TryGetValue<long>(out var whole)) return whole;
        if (value.TryGetValue<int>(out var small)) return small;
        return value.GetValueKind() == JsonValueKind.Number && value.Number() is { } number && number == Math.Floor(number) && Math.Abs(number) < 1L << 53
            ? (long)number
            : null;
    }

    /// <summary>The number as a double, for comparisons with a schema's bounds.</summary>
    public static double? Number(this JsonNode? node)
    {
        if (node is JsonValue value && value.TryGetValue<long>(out var whole)) return whole;
        return node?.GetValueKind() == JsonValueKind.Number
            && double.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public static JsonObject? Child(this JsonObject? parent, string name) => parent?[name] as JsonObject;

    public static JsonArray? Items(this JsonObject? parent, string name) => parent?[name] as JsonArray;

    public static IEnumerable<JsonObject> Objects(this JsonObject? parent, string name) => parent.Items(name)?.OfType<JsonObject>() ?? [];

    /// <summary>The text at a path of object properties, or null.</summary>
    public static string? TextAt(this JsonObject? root, params ReadOnlySpan<string> path) => root.At(path).Text();

    public static JsonNode? At(this JsonObject? root, params ReadOnlySpan<string> path)
    {
        JsonNode? node = root;
        foreach (var name in path) node = (node as JsonObject)?[name];
        return node;
    }

    /// <summary>The object under <paramref name="name"/>; put there, empty, if there is none.</summary>
    public static JsonObject Ensure(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child) return child;
        child = [];
        parent[name] = child;
        return child;
    }

    /// <summary>Puts a copy of <paramref name="value"/> under <paramref name="name"/>, or takes the property away when it is null.</summary>
    public static void SetOrRemove(this JsonObject parent, string name, JsonNode? value)
    {
        if (value is null) parent.Remove(name);
        else parent[name] = value.DeepClone();
    }

    public static JsonObject Copy(this JsonObject original) => (JsonObject)original.DeepClone();
}
