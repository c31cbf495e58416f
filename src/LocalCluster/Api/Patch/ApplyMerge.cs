using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>The two changes that an apply makes to an object. Both change their first argument.</summary>
internal static class ApplyMerge
{
    /// <summary>Merges <paramref name="applied"/> into <paramref name="target"/> by the schema's lists and maps.</summary>
    public static void Merge(JsonObject target, JsonObject applied, MergeSchema schema)
    {
        foreach (var (name, value) in applied)
        {
            var place = schema.Property(name);
            switch (value, target[name])
            {
                case (JsonObject inner, JsonObject existing) when !place.IsAtomicMap:
                    Merge(existing, inner, place);
                    break;
                case (JsonArray list, JsonArray existing) when place.List == ListKind.Map:
                    MergeElements(existing, list, place);
                    break;
                case (JsonArray list, JsonArray existing) when place.List == ListKind.Set:
                    foreach (var item in list)
                        if (!existing.Any(e => JsonNode.DeepEquals(e, item))) existing.Add(item?.DeepClone());
                    break;
                default:
                    target[name] = value?.DeepClone();
                    break;
            }
        }
    }

    /// <summary>
    /// Takes the members of <paramref name="gone"/> away, and objects and lists that become empty thereby. A field stays while anything
    /// below it is in <paramref name="kept"/>, an element of a list only while it is there itself.
    /// </summary>
    public static void Remove(JsonNode target, FieldSet gone, FieldSet kept)
    {
        foreach (var (element, fields) in gone.Children)
        {
            var owned = kept.Children.GetValueOrDefault(element) ?? FieldSet.Empty;
            if (PathElement.Value(target, element) is not { } value)
            {
                if (owned.IsEmpty && target is JsonObject holder && element.StartsWith("f:", StringComparison.Ordinal)) holder.Remove(element[2..]);
                continue;
            }

            Remove(value, fields, owned);
            var isEmptied = fields.Children.Count > 0 && value is JsonObject { Count: 0 } or JsonArray { Count: 0 };
            var isNeeded = element.StartsWith("f:", StringComparison.Ordinal) ? !owned.IsEmpty : owned.IsMember;
            if (!isNeeded && (fields.IsMember || isEmptied)) Detach(target, element, value);
        }
    }

    private static void MergeElements(JsonArray existing, JsonArray list, MergeSchema place)
    {
        foreach (var node in list)
        {
            if (node is not JsonObject item) continue;
            if (place.Match(existing, item) is { } match) Merge(match, item, place.Element);
            else existing.Add(item.DeepClone());
        }
    }

    private static void Detach(JsonNode parent, string element, JsonNode value)
    {
        if (parent is JsonObject holder) holder.Remove(element[2..]);
        else if (parent is JsonArray list) list.Remove(value);
    }
}
