using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>
/// A set of field paths as a tree, with the element names of <c>FieldsV1</c>: <c>f:name</c>, <c>k:{"key":…}</c> for an element of a
/// keyed list, <c>v:value</c> for an element of a set. Immutable once built.
/// </summary>
internal sealed class FieldSet
{
    public static readonly FieldSet Empty = new();

    private readonly SortedDictionary<string, FieldSet> children = new(StringComparer.Ordinal);

    /// <summary>This path itself belongs to the set.</summary>
    public bool IsMember { get; private init; }

    public IReadOnlyDictionary<string, FieldSet> Children => children;

    public bool IsEmpty => !IsMember && children.Count == 0;

    private static FieldSet Member => new() { IsMember = true };

    /// <summary>The paths that <paramref name="body"/> gives a value to, without identity and what the server itself keeps.</summary>
    public static FieldSet OfObject(JsonObject body, MergeSchema schema)
    {
        var root = new FieldSet();
        foreach (var (name, value) in body)
        {
            if (name is "apiVersion" or "kind") continue;
            var set = name == "metadata" && value is JsonObject meta ? OfMetadata(meta, schema.Property(name)) : Of(value, schema.Property(name));
            if (!set.IsEmpty) root.children[$"f:{name}"] = set;
        }

        return root;
    }

    /// <summary>The set that <see cref="ToJson"/> wrote.</summary>
    public static FieldSet FromJson(JsonObject? fields)
    {
        var set = new FieldSet { IsMember = fields is null or { Count: 0 } || fields.ContainsKey(".") };
        foreach (var (name, value) in fields ?? [])
            if (name.Length > 1) set.children[name] = FromJson(value as JsonObject);
        return set;
    }

    /// <summary>The set as <c>FieldsV1</c>.</summary>
    public JsonObject ToJson()
    {
        var fields = new JsonObject();
        if (IsMember && children.Count > 0) fields["."] = new JsonObject();
        foreach (var (name, child) in children) fields[name] = child.ToJson();
        return fields;
    }

    public FieldSet Union(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember || other.IsMember };
        foreach (var (name, child) in children) result.children[name] = child;
        foreach (var (name, child) in other.children)
            result.children[name] = result.children.TryGetValue(name, out var mine) ? mine.Union(child) : child;
        return result;
    }

    public FieldSet Minus(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && !other.IsMember };
        foreach (var (name, child) in children)
        {
            var rest = other.children.TryGetValue(name, out var theirs) ? child.Minus(theirs) : child;
            if (!rest.IsEmpty) result.children[name] = rest;
        }

        return result;
    }

    /// <summary>The leaves that are in both sets and whose values in <paramref name="left"/> and <paramref name="right"/> differ.</summary>
    public FieldSet Differing(FieldSet other, JsonNode? left, JsonNode? right)
    {
        var isLeaf = IsMember && other.IsMember && children.Count == 0;
        var result = new FieldSet { IsMember = isLeaf && !JsonNode.DeepEquals(left, right) };
        foreach (var (name, child) in children)
        {
            if (!other.children.TryGetValue(name, out var theirs)) continue;
            var differing = child.Differing(theirs, PathElement.Value(left, name), PathElement.Value(right, name));
            if (!differing.IsEmpty) result.children[name] = differing;
        }

        return result;
    }

    /// <summary>The members as paths for people: <c>.spec.osts.count</c>, <c>.status.conditions[type="Ready"].status</c>.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (IsMember) yield return prefix;
        foreach (var (name, child) in children)
            foreach (var path in child.Paths(prefix + PathElement.Display(name))) yield return path;
    }

    private static FieldSet OfMetadata(JsonObject meta, MergeSchema schema)
    {
        var set = new FieldSet();
        foreach (var name in (string[])["labels", "annotations", "finalizers", "ownerReferences"])
            if (meta[name] is { } value) set.children[$"f:{name}"] = Of(value, schema.Property(name));
        return set;
    }

    private static FieldSet Of(JsonNode? node, MergeSchema schema) => node switch
    {
        JsonObject { Count: > 0 } value when !schema.IsAtomicMap => OfFields(value, schema, false),
        JsonArray { Count: > 0 } list when schema.List != ListKind.Atomic => OfElements(list, schema),
        _ => Member,
    };

    private static FieldSet OfFields(JsonObject value, MergeSchema schema, bool isMember)
    {
        var set = new FieldSet { IsMember = isMember };
        foreach (var (name, child) in value) set.children[$"f:{name}"] = Of(child, schema.Property(name));
        return set;
    }

    private static FieldSet OfElements(JsonArray list, MergeSchema schema)
    {
        var set = new FieldSet();
        foreach (var item in list)
        {
            if (schema.List == ListKind.Map && item is JsonObject value)
                set.children[$"k:{JsonText.ToText(ListKeys.Of(value, schema.Keys))}"] = OfFields(value, schema.Element, true);
            else set.children[$"v:{JsonText.ToText(item)}"] = Member;
        }

        return set;
    }
}
