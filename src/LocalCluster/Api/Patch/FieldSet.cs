using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>
/// A set of field paths as a tree, with the element names of <c>FieldsV1</c>: <c>f:name</c>, <c>k:{"key":…}</c> for an element of a
/// keyed list, <c>v:value</c> for an element of a set. Immutable.
/// </summary>
internal sealed class FieldSet
{
    public static readonly FieldSet Empty = new(false, []);

    /// <summary>One path, this one.</summary>
    public static readonly FieldSet Member = new(true, []);

    private readonly SortedDictionary<string, FieldSet> children = new(StringComparer.Ordinal);

    private FieldSet(bool isMember, IEnumerable<KeyValuePair<string, FieldSet>> children)
    {
        IsMember = isMember;
        foreach (var (name, child) in children)
            if (!child.IsEmpty) this.children[name] = child;
    }

    /// <summary>This path itself belongs to the set.</summary>
    public bool IsMember { get; }

    public IReadOnlyDictionary<string, FieldSet> Children => children;

    public bool IsEmpty => !IsMember && children.Count == 0;

    /// <summary>A set of this path, if it <paramref name="isMember"/>, and what lies below it.</summary>
    public static FieldSet Of(bool isMember, IEnumerable<KeyValuePair<string, FieldSet>> children) => new(isMember, children);

    /// <summary>The set that <see cref="ToJson"/> wrote.</summary>
    public static FieldSet FromJson(JsonObject? fields) => Read(fields, false);

    /// <summary>The set as <c>FieldsV1</c>.</summary>
    public JsonObject ToJson()
    {
        var fields = new JsonObject();
        if (IsMember && children.Count > 0) fields["."] = new JsonObject();
        foreach (var (name, child) in children) fields[name] = child.ToJson();
        return fields;
    }

    public FieldSet Union(FieldSet other) => Combine(other, (mine, theirs) => mine || theirs);

    public FieldSet Minus(FieldSet other) => Combine(other, (mine, theirs) => mine && !theirs);

    public FieldSet Intersect(FieldSet other) => Combine(other, (mine, theirs) => mine && theirs);

    /// <summary>The set without some of the paths directly or further below this one.</summary>
    public FieldSet Without(string child) => new(IsMember, children.Where(c => c.Key != child));

    /// <summary>The set with another subtree under <paramref name="name"/>.</summary>
    public FieldSet With(string name, FieldSet child) => new(IsMember, children.Where(c => c.Key != name).Append(new(name, child)));

    public bool Same(FieldSet other) => IsMember == other.IsMember && children.Count == other.children.Count
        && children.All(c => other.children.TryGetValue(c.Key, out var theirs) && c.Value.Same(theirs));

    /// <summary>The members as paths for people: <c>.spec.osts.count</c>, <c>.status.conditions[type="Ready"].status</c>.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (IsMember) yield return prefix;
        foreach (var (name, child) in children)
            foreach (var path in child.Paths(prefix + PathElement.Display(name))) yield return path;
    }

    private FieldSet Combine(FieldSet other, Func<bool, bool, bool> rule)
    {
        var names = children.Keys.Union(other.children.Keys);
        return new FieldSet(rule(IsMember, other.IsMember), names.Select(name => new KeyValuePair<string, FieldSet>(
            name, (children.GetValueOrDefault(name) ?? Empty).Combine(other.children.GetValueOrDefault(name) ?? Empty, rule))));
    }

    private static FieldSet Read(JsonObject? fields, bool isBelowTop)
    {
        var isMember = isBelowTop && (fields is null or { Count: 0 } || fields.ContainsKey("."));
        return new FieldSet(isMember, (fields ?? []).Where(f => f.Key.Length > 1)
            .Select(f => new KeyValuePair<string, FieldSet>(f.Key, Read(f.Value as JsonObject, true))));
    }
}
