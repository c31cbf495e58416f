using System.Collections.Immutable;
using System.Text.Json;

namespace LustreSupervisor.Supervisor.Kubernetes.Client;

/// <summary>Forgiving reads of API objects: what is absent or of another type reads as empty. The API server has checked the schema.</summary>
internal static class JsonReading
{
    /// <summary>The value at a path, null when there is none.</summary>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var next))
                return null;
            element = next;
        }

        return element.ValueKind == JsonValueKind.Null ? null : element;
    }

    /// <summary>The text at a path, empty when there is none.</summary>
    public static string Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    /// <summary>The whole number at a path, 0 when there is none.</summary>
    public static long Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;

    /// <summary>The flag at a path, false when there is none.</summary>
    public static bool Flag(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.True };

    /// <summary>The elements of the array at a path, none when there is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>The texts of the object at a path, such as labels.</summary>
    public static ImmutableSortedDictionary<string, string> Map(this JsonElement element, params ReadOnlySpan<string> path)
    {
        if (element.At(path) is not { ValueKind: JsonValueKind.Object } value)
            return ImmutableSortedDictionary<string, string>.Empty;
        var map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
            if (property.Value.ValueKind == JsonValueKind.String)
                map[property.Name] = property.Value.GetString()!;
        return map.ToImmutable();
    }
}
