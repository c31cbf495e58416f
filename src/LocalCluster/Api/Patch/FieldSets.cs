using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>Which fields an applied object sets (<c>structured-merge-diff</c>'s <c>ToFieldSet</c>).</summary>
internal static class FieldSets
{
    /// <summary>What the server itself keeps: never owned by anyone.</summary>
    private static readonly string[] Kept =
        ["name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields", "resourceVersion"];

    /// <summary>The paths that <paramref name="body"/> gives a value to.</summary>
    public static FieldSet OfObject(JsonObject body, MergeSchema schema) => Strip(OfMap(body, schema));

    /// <summary>The set without what nobody owns.</summary>
    public static FieldSet Strip(FieldSet set)
    {
        var rest = set.Without("f:apiVersion").Without("f:kind");
        if (!rest.Children.TryGetValue("f:metadata", out var meta)) return rest;
        var kept = FieldSet.Of(false, meta.Children);
        foreach (var name in Kept) kept = kept.Without($"f:{name}");
        return rest.With("f:metadata", kept);
    }

    private static FieldSet Of(JsonNode? node, MergeSchema schema) => node switch
    {
        JsonObject value when !schema.IsAtomicMap => OfMap(value, schema),
        JsonArray list when schema.List != ListKind.Atomic => OfList(list, schema),
        _ => FieldSet.Member,
    };

    private static FieldSet OfMap(JsonObject value, MergeSchema schema) => FieldSet.Of(false, value.Select(pair =>
    {
        var set = Of(pair.Value, schema.Property(pair.Key));
        var isMember = pair.Value is null or JsonObject { Count: 0 } || !schema.Declares(pair.Key);
        return new KeyValuePair<string, FieldSet>($"f:{pair.Key}", isMember ? set.Union(FieldSet.Member) : set);
    }));

    private static FieldSet OfList(JsonArray list, MergeSchema schema)
    {
        var elements = new Dictionary<string, FieldSet>();
        foreach (var item in list)
        {
            var name = PathElement.NameOf(item, schema);
            elements[name] = elements.ContainsKey(name) || item is null ? FieldSet.Member : Of(item, schema.Element).Union(FieldSet.Member);
        }

        return FieldSet.Of(false, elements);
    }
}
