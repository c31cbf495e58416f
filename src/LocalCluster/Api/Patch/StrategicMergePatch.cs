using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>
/// Strategic merge patch (<c>apimachinery/pkg/util/strategicpatch</c>): a merge patch in which keyed lists merge by key, with the
/// directives <c>$patch</c> (replace, delete, merge), <c>$retainKeys</c> and <c>$deleteFromPrimitiveList</c>.
/// <c>$setElementOrder</c> is accepted; new elements go last.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";

    /// <summary>Applies <paramref name="patch"/> to <paramref name="target"/>, which it changes.</summary>
    /// <exception cref="FormatException">A directive is unknown, or a list element lacks its key.</exception>
    public static void Apply(JsonObject target, JsonObject patch, MergeSchema schema)
    {
        switch (patch[Directive].Text())
        {
            case "replace":
                target.Clear();
                break;
            case "delete":
                target.Clear();
                return;
            case null or "merge":
                break;
            default:
                throw new FormatException($"Unknown patch type found: {patch[Directive]?.ToJsonString()}");
        }

        Retain(target, patch.Items("$retainKeys"));
        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
                RemoveValues(target.Items(name[DeleteFromList.Length..]), value as JsonArray);
            else if (!name.StartsWith('$')) Merge(target, name, value, schema.Property(name));
        }
    }

    private static void Merge(JsonObject target, string name, JsonNode? value, MergeSchema schema)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject inner:
                if (target[name] is not JsonObject child) target[name] = child = [];
                Apply(child, inner, schema);
                if (inner[Directive].Text() == "delete") target.Remove(name);
                break;
            case JsonArray list when schema.List != ListKind.Atomic:
                if (target[name] is not JsonArray existing) target[name] = existing = [];
                if (schema.List == ListKind.Set) Unite(existing, list);
                else MergeList(existing, list, schema);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static void MergeList(JsonArray existing, JsonArray list, MergeSchema schema)
    {
        if (list.OfType<JsonObject>().Any(i => i[Directive].Text() == "replace")) existing.Clear();
        foreach (var node in list)
        {
            if (node is not JsonObject item) throw new FormatException("a merged list must hold objects");
            if (item[Directive].Text() == "replace" && item.Count == 1) continue;
            foreach (var key in schema.Keys)
                if (item[key] is null) throw new FormatException($"map: {item.ToJsonString()} does not contain declared merge key: {key}");
            var match = schema.Match(existing, item);
            if (item[Directive].Text() == "delete")
            {
                if (match is not null) existing.Remove(match);
                continue;
            }

            if (match is null) existing.Add((JsonNode)(match = []));
            var plain = item.Copy();
            plain.Remove(Directive);
            Apply(match, plain, schema.Element);
        }
    }

    private static void Unite(JsonArray existing, JsonArray list)
    {
        foreach (var value in list)
            if (!existing.Any(e => JsonNode.DeepEquals(e, value))) existing.Add(value?.DeepClone());
    }

    private static void RemoveValues(JsonArray? existing, JsonArray? values)
    {
        foreach (var value in values ?? [])
            if (existing?.FirstOrDefault(e => JsonNode.DeepEquals(e, value)) is { } found) existing.Remove(found);
    }

    private static void Retain(JsonObject target, JsonArray? keys)
    {
        if (keys is null) return;
        var kept = keys.Select(k => k.Text()).ToHashSet();
        foreach (var name in target.Select(p => p.Key).Where(n => !kept.Contains(n)).ToList()) target.Remove(name);
    }
}
