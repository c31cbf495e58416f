using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>One object of a spec, read with defaults: a field that is absent or of another type gives its default.</summary>
internal readonly struct SpecNode(JsonObject? node)
{
    /// <summary>True when the object is there.</summary>
    public bool Exists => node is not null;

    /// <summary>The object as JSON text, null when there is none.</summary>
    public string? Json => node?.ToJsonString();

    /// <summary>A nested object.</summary>
    public SpecNode Child(string name) => new(node?[name] as JsonObject);

    /// <summary>A text.</summary>
    public string Text(string name, string otherwise) =>
        node?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : otherwise;

    /// <summary>A whole number; what an <see cref="int"/> cannot hold becomes its nearest, so that range checks catch it.</summary>
    public int Number(string name, int otherwise)
    {
        if (node?[name] is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
            return otherwise;
        if (!value.TryGetValue<long>(out var number))
            number = value.TryGetValue<int>(out var small) ? small : otherwise;
        return (int)Math.Clamp(number, int.MinValue, int.MaxValue);
    }

    /// <summary>A flag.</summary>
    public bool Flag(string name, bool otherwise) =>
        node?[name] is JsonValue value ? value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => otherwise,
        }
        : otherwise;

    /// <summary>A word of an enumeration, spelt as in the schema; case counts except for the first letter.</summary>
    public T Word<T>(string name, T otherwise)
        where T : struct, Enum
    {
        var text = Text(name, "");
        if (text.Length == 0)
            return otherwise;
        return Enum.TryParse<T>(char.ToUpperInvariant(text[0]) + text[1..], out var word) && !char.IsAsciiDigit(text[0]) ? word : otherwise;
    }

    /// <summary>The objects of a list; null when the field is absent.</summary>
    public IReadOnlyList<SpecNode>? Nodes(string name) =>
        node?[name] is JsonArray array ? [.. array.OfType<JsonObject>().Select(item => new SpecNode(item))] : null;

    /// <summary>The texts of a list; empty when the field is absent.</summary>
    public ImmutableArray<string> Texts(string name) =>
        node?[name] is JsonArray array
            ? [.. array.OfType<JsonValue>().Where(IsText).Select(item => item.GetValue<string>())]
            : [];

    /// <summary>A map of texts, such as labels; empty when the field is absent.</summary>
    public ImmutableSortedDictionary<string, string> Map(string name) =>
        node?[name] is JsonObject map
            ? map.Where(entry => entry.Value is JsonValue value && IsText(value))
                .ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>(), StringComparer.Ordinal)
            : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static bool IsText(JsonValue value) => value.GetValueKind() == JsonValueKind.String;
}
