using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LustreSupervisor.Supervisor.Manifests.Yaml;

namespace LustreSupervisor.Supervisor.Manifests.Schemas;

/// <summary>Bounds that a schema sets on single values and on counts.</summary>
internal static class SchemaBounds
{
    /// <summary>Time that one pattern may take: ours are linear, this only guards against a mistake in one.</summary>
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The schemas' own patterns, each parsed once; their number is the number in the schemas.</summary>
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a value of the right type; null when nothing is.</summary>
    public static string? FaultOf(ManifestNode.Scalar scalar, JsonObject schema) => scalar.Value switch
    {
        string text => TextFaultOf(text, schema),
        long number => NumberFaultOf(number, schema),
        _ => null,
    };

    /// <summary>What is wrong with a count of <c>Items</c> or <c>Properties</c>; null when nothing is.</summary>
    public static string? CountFaultOf(int count, JsonObject schema, string what)
    {
        var (min, max) = (Bound(schema, $"min{what}") ?? 0, Bound(schema, $"max{what}") ?? int.MaxValue);
        if (count < min)
            return $"has {count} entries; give at least {min}";
        return count > max ? $"has {count} entries; give at most {max}" : null;
    }

    private static string? TextFaultOf(string text, JsonObject schema)
    {
        if (schema["enum"] is JsonArray words)
        {
            var allowed = words.Select(word => word!.GetValue<string>()).ToList();
            return allowed.Contains(text) ? null : $"\"{text}\" is not known here; use {string.Join(", ", allowed)}";
        }

        var (min, max) = (Bound(schema, "minLength") ?? 0, Bound(schema, "maxLength") ?? int.MaxValue);
        if (text.Length < min || text.Length > max)
            return $"has {text.Length} characters; use {min} to {max}";
        return schema["pattern"]?.GetValue<string>() is { } pattern
            && !Patterns.GetOrAdd(pattern, static pattern => new Regex(pattern, RegexOptions.CultureInvariant, PatternTimeout)).IsMatch(text)
            ? $"\"{text}\" does not match {pattern}"
            : null;
    }

    private static string? NumberFaultOf(long number, JsonObject schema)
    {
        var isInt32 = schema["format"]?.GetValue<string>() == "int32";
        var min = Bound(schema, "minimum") ?? (isInt32 ? int.MinValue : long.MinValue);
        var max = Bound(schema, "maximum") ?? (isInt32 ? int.MaxValue : long.MaxValue);
        return number < min || number > max
            ? string.Create(CultureInfo.InvariantCulture, $"{number} is out of range; choose from {min} to {max}")
            : null;
    }

    private static long? Bound(JsonObject schema, string name) => schema[name]?.GetValue<long>();
}
