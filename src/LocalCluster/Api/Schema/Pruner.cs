using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Schema;

/// <summary>Takes away the fields that a structural schema does not specify.</summary>
internal static class Pruner
{
    private static readonly string[] ObjectFields = ["apiVersion", "kind", "metadata"];

    /// <summary>Prunes a whole custom resource; the paths of what was taken away go to <paramref name="unknown"/>.</summary>
    public static void PruneObject(JsonObject body, SchemaNode schema, ICollection<string> unknown) =>
        Prune(body, schema with { Embedded = true }, "", unknown);

    private static void Prune(JsonNode? node, SchemaNode schema, string path, ICollection<string> unknown)
    {
        if (node is JsonArray array && schema.Items is not null)
        {
            for (var i = 0; i < array.Count; i++) Prune(array[i], schema.Items, $"{path}[{i}]", unknown);
        }

        if (node is not JsonObject value) return;
        foreach (var (name, child) in value.ToList())
        {
            if (schema.Embedded && ObjectFields.Contains(name)) continue;
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (schema.Property(name) is { } known)
            {
                Prune(child, known, at, unknown);
            }
            else if (!schema.PreserveUnknown)
            {
                value.Remove(name);
                unknown.Add(at);
            }
        }
    }
}
