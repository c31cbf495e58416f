using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Schema;

/// <summary>Fills in a structural schema's defaults. A null where none is allowed counts as absent.</summary>
internal static class Defaulter
{
    public static void Apply(JsonNode? node, SchemaNode schema)
    {
        if (node is JsonArray array && schema.Items is not null)
        {
            foreach (var item in array) Apply(item, schema.Items);
        }

        if (node is not JsonObject value) return;
        foreach (var (name, property) in schema.Properties)
        {
            var absent = !value.TryGetPropertyValue(name, out var present) || (present is null && !property.Nullable);
            if (absent && property.Default is not null) value[name] = property.Default.DeepClone();
            Apply(value[name], property);
        }

        if (schema.AdditionalProperties is null) return;
        foreach (var (name, child) in value)
            if (!schema.Properties.ContainsKey(name)) Apply(child, schema.AdditionalProperties);
    }
}
