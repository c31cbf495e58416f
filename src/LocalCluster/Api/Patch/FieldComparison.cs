using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>How one version of an object differs from another (<c>structured-merge-diff</c>'s <c>Compare</c>).</summary>
/// <param name="Added">Only in the later one.</param>
/// <param name="Modified">In both, with different values.</param>
/// <param name="Removed">Only in the earlier one.</param>
internal sealed record FieldComparison(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    private static readonly FieldComparison Equal = new(FieldSet.Empty, FieldSet.Empty, FieldSet.Empty);

    /// <summary>What the later one has that the earlier one had not.</summary>
    public FieldSet Changed => Added.Union(Modified);

    public static FieldComparison Of(JsonObject earlier, JsonObject later, MergeSchema schema)
    {
        var all = Maps(earlier, later, schema, false, false);
        return new FieldComparison(FieldSets.Strip(all.Added), FieldSets.Strip(all.Modified), FieldSets.Strip(all.Removed));
    }

    private static FieldComparison Nodes((bool Is, JsonNode? Node) left, (bool Is, JsonNode? Node) right, MergeSchema schema)
    {
        if (left.Is && right.Is && JsonNode.DeepEquals(left.Node, right.Node)) return Equal;
        var sample = left.Node ?? right.Node;
        var isMap = sample is JsonObject && !schema.IsAtomicMap;
        var isList = sample is JsonArray && schema.List != ListKind.Atomic;
        var agree = left.Node is null || right.Node is null || left.Node.GetValueKind() == right.Node.GetValueKind();
        if (isMap && agree) return Maps(left.Node as JsonObject ?? [], right.Node as JsonObject ?? [], schema, !left.Is, !right.Is);
        if (isList && agree) return Lists(left.Node as JsonArray ?? [], right.Node as JsonArray ?? [], schema, !left.Is, !right.Is);
        return new FieldComparison(MemberIf(!left.Is), MemberIf(left.Is && right.Is), MemberIf(!right.Is));
    }

    private static FieldComparison Maps(JsonObject left, JsonObject right, MergeSchema schema, bool isAdded, bool isRemoved) =>
        Join(isAdded, isRemoved, left.Select(p => p.Key).Union(right.Select(p => p.Key)).Select(name =>
        {
            var before = (left.TryGetPropertyValue(name, out var old), old);
            var after = (right.TryGetPropertyValue(name, out var current), current);
            return ($"f:{name}", Nodes(before, after, schema.Property(name)));
        }));

    private static FieldComparison Lists(JsonArray left, JsonArray right, MergeSchema schema, bool isAdded, bool isRemoved)
    {
        var before = left.ToLookup(item => PathElement.NameOf(item, schema));
        var after = right.ToLookup(item => PathElement.NameOf(item, schema));
        return Join(isAdded, isRemoved, before.Select(g => g.Key).Union(after.Select(g => g.Key))
            .Select(name => (name, Elements([.. before[name]], [.. after[name]], schema.Element))));
    }

    /// <summary>Elements of one name; several of them count as one value.</summary>
    private static FieldComparison Elements(List<JsonNode?> left, List<JsonNode?> right, MergeSchema schema)
    {
        if (left.Count <= 1 && right.Count <= 1) return Nodes((left.Count > 0, left.FirstOrDefault()), (right.Count > 0, right.FirstOrDefault()), schema);
        var isSame = left.Count == right.Count && left.Zip(right).All(p => JsonNode.DeepEquals(p.First, p.Second));
        return isSame ? Equal : new FieldComparison(MemberIf(left.Count == 0), MemberIf(left.Count > 0 && right.Count > 0), MemberIf(right.Count == 0));
    }

    private static FieldComparison Join(bool isAdded, bool isRemoved, IEnumerable<(string Name, FieldComparison Part)> parts)
    {
        var all = parts.ToList();
        return new FieldComparison(
            FieldSet.Of(isAdded, all.Select(p => new KeyValuePair<string, FieldSet>(p.Name, p.Part.Added))),
            FieldSet.Of(false, all.Select(p => new KeyValuePair<string, FieldSet>(p.Name, p.Part.Modified))),
            FieldSet.Of(isRemoved, all.Select(p => new KeyValuePair<string, FieldSet>(p.Name, p.Part.Removed))));
    }

    private static FieldSet MemberIf(bool condition) => condition ? FieldSet.Member : FieldSet.Empty;
}
