using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>
/// Strategic merge patch (<c>apimachinery/pkg/util/strategicpatch</c>): a merge patch in which lists merge by key or by value where the kind
/// says so, with the directives <c>$patch</c> (replace, delete, merge), <c>$retainKeys</c>, <c>$deleteFromPrimitiveList</c> and
/// <c>$setElementOrder</c>.
/// </summary>
internal static class StrategicMergePatch
{
    internal const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";
    private const string SetOrder = "$setElementOrder/";

    /// <summary>Applies <paramref name="patch"/> to <paramref name="target"/>, which it changes.</summary>
    /// <exception cref="FormatException">A directive is unknown or malformed, or a list element lacks its key.</exception>
    public static void Apply(JsonObject target, JsonObject patch, MergeSchema schema)
    {
        switch (patch[Directive])
        {
            case null:
                break;
            case var directive when directive.Text() == "replace":
                target.Clear();
                foreach (var (name, value) in patch.Where(p => p.Key != Directive)) target[name] = value?.DeepClone();
                return;
            case var directive when directive.Text() == "delete":
                target.Clear();
                return;
            case var directive when directive.Text() == "merge":
                break;
            case var directive:
                throw new FormatException($"Unknown patch type found: {directive.ToJsonString()} in {JsonText.ToText(patch)}");
        }

        Retain(target, patch);
        var before = target.Copy();
        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal)) RemoveValues(target.Items(name[DeleteFromList.Length..]), value as JsonArray);
            else if (name is not (Directive or RetainKeys) && !name.StartsWith(SetOrder, StringComparison.Ordinal))
                Merge(target, name, value, schema.Property(name));
        }

        foreach (var (name, value) in patch.Where(p => p.Key.StartsWith(SetOrder, StringComparison.Ordinal)))
            Order(target, before, patch, name[SetOrder.Length..], value, schema);
    }

    private static void Merge(JsonObject target, string name, JsonNode? value, MergeSchema schema)
    {
        switch (value, target[name])
        {
            case (null, _):
                target.Remove(name);
                break;
            case (JsonObject inner, JsonObject child) when !schema.ReplacesInPatch:
                Apply(child, inner, schema);
                break;
            case (JsonArray list, JsonArray existing) when schema.MergesListInPatch:
                target[name] = MergeLists(existing, list, schema);
                break;
            default:
                if (PatchDirectives.Without(value) is { } plain) target[name] = plain;
                else target.Remove(name);
                break;
        }
    }

    /// <summary>Merges two lists; what the patch names comes in the patch's order, before what only the server knows and no place ties down.</summary>
    private static JsonArray MergeLists(JsonArray existing, JsonArray list, MergeSchema schema)
    {
        var before = existing.DeepClone().AsArray();
        if (schema.PatchMergeKey.Length == 0) Unite(existing, list);
        else MergeList(existing, list, schema);
        return ElementOrder.Apply(existing, before, list, schema.PatchMergeKey);
    }

    private static void MergeList(JsonArray existing, JsonArray list, MergeSchema schema)
    {
        var key = schema.PatchMergeKey;
        var items = list.Select(n => n as JsonObject ?? throw new FormatException("a list that is merged by key must hold objects")).ToList();
        foreach (var item in items.Where(i => i[Directive].Text() == "delete")) RemoveAll(existing, key, KeyOf(item, key));
        if (items.Any(i => i[Directive].Text() == "replace")) existing.Clear();
        foreach (var item in items.Where(i => i[Directive].Text() is not ("delete" or "replace")))
        {
            if (item[Directive] is { } unknown)
            {
                throw new FormatException(unknown.Text() == "merge"
                    ? "merging lists cannot yet be specified in the patch"
                    : $"Unknown patch type found: {unknown.ToJsonString()} in {JsonText.ToText(item)}");
            }

            var value = KeyOf(item, key);
            if (existing.OfType<JsonObject>().FirstOrDefault(e => JsonNode.DeepEquals(e[key], value)) is { } match) Apply(match, item, schema.Element);
            else if (PatchDirectives.Without(item) is { } added) existing.Add(added);
        }
    }

    private static JsonNode KeyOf(JsonObject item, string key) =>
        item[key] ?? throw new FormatException($"map: {PatchDirectives.GoText(item)} does not contain declared merge key: {key}");

    private static void RemoveAll(JsonArray existing, string key, JsonNode value)
    {
        foreach (var match in existing.OfType<JsonObject>().Where(e => JsonNode.DeepEquals(e[key], value)).ToList()) existing.Remove(match);
    }

    private static void Unite(JsonArray existing, JsonArray list)
    {
        foreach (var value in list)
            if (!existing.Any(e => JsonNode.DeepEquals(e, value))) existing.Add(value?.DeepClone());
    }

    private static void RemoveValues(JsonArray? existing, JsonArray? values)
    {
        foreach (var value in values ?? [])
            while (existing?.FirstOrDefault(e => JsonNode.DeepEquals(e, value)) is { } found) existing.Remove(found);
    }

    private static void Retain(JsonObject target, JsonObject patch)
    {
        if (patch[RetainKeys] is not { } given) return;
        const string Wrong = "invalid patch format of retainKeys";
        var kept = (given as JsonArray ?? throw new FormatException(Wrong)).Select(k => k.Text()).ToHashSet();
        if (patch.Any(p => p.Value is not null && p.Key[0] != '$' && !kept.Contains(p.Key))) throw new FormatException(Wrong);
        foreach (var name in target.Select(p => p.Key).Where(n => !kept.Contains(n)).ToList()) target.Remove(name);
    }

    private static void Order(JsonObject target, JsonObject before, JsonObject patch, string name, JsonNode? value, MergeSchema schema)
    {
        var order = value as JsonArray ?? throw new FormatException($"{SetOrder}{name} must be a list");
        if (target.Items(name) is not { } list) return;
        ElementOrder.Check(patch.Items(name), order, schema.Property(name).PatchMergeKey);
        target[name] = ElementOrder.Apply(list, before.Items(name) ?? [], order, schema.Property(name).PatchMergeKey);
    }
}
