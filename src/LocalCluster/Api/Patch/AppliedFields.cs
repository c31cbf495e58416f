using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>What an applied object must keep to: only declared fields, and elements of lists told apart by their keys.</summary>
internal static class AppliedFields
{
    /// <summary>The faults of <paramref name="applied"/> in the words of <c>structured-merge-diff</c>; empty when there are none.</summary>
    public static IReadOnlyList<string> Faults(JsonObject applied, MergeSchema schema)
    {
        var faults = new List<string>();
        Check(applied, schema, "", faults);
        return faults;
    }

    private static void Check(JsonNode? node, MergeSchema schema, string path, List<string> faults)
    {
        if (node is JsonObject value) CheckMap(value, schema, path, faults);
        else if (node is JsonArray list) CheckList(list, schema, path, faults);
    }

    private static void CheckMap(JsonObject value, MergeSchema schema, string path, List<string> faults)
    {
        foreach (var (name, child) in value)
        {
            if (schema.IsClosed && !schema.Declares(name)) faults.Add($"{path}.{name}: field not declared in schema");
            else Check(child, schema.Property(name), $"{path}.{name}", faults);
        }
    }

    private static void CheckList(JsonArray list, MergeSchema schema, string path, List<string> faults)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < list.Count; i++)
        {
            var at = $"{path}[{i}]";
            if (schema.List != ListKind.Atomic)
            {
                if (schema.List == ListKind.Map && Missing(list[i], schema) is { } key)
                {
                    faults.Add($"{path}: element {i}: associative list with keys has an element that omits key field \"{key}\" (and doesn't have default value)");
                    continue;
                }

                var element = PathElement.NameOf(list[i], schema);
                at = path + PathElement.Display(element);
                if (!seen.Add(element)) faults.Add($"{path}: duplicate entries for key {PathElement.Display(element)}");
            }

            Check(list[i], schema.Element, at, faults);
        }
    }

    private static string? Missing(JsonNode? item, MergeSchema schema) =>
        schema.Keys.FirstOrDefault(key => (item as JsonObject)?[key] is null && schema.KeyDefault(key) is null);
}
