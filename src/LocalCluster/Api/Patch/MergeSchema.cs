using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>How the elements of a list are told apart when two lists are merged.</summary>
internal enum ListKind
{
    /// <summary>They are not: a list replaces a list.</summary>
    Atomic,

    /// <summary>By value: the lists are united.</summary>
    Set,

    /// <summary>By key fields: elements with equal keys are merged.</summary>
    Map,
}

/// <summary>
/// What merging needs to know about one place of an object. Server-side apply and strategic merge patches have different rules for some
/// lists: ports of a container are told apart by number and protocol in the one, by number alone in the other.
/// </summary>
internal abstract class MergeSchema
{
    /// <summary>How server-side apply merges a list here.</summary>
    public abstract ListKind List { get; }

    /// <summary>The key fields of <see cref="ListKind.Map"/>.</summary>
    public abstract IReadOnlyList<string> Keys { get; }

    /// <summary>An object here is replaced as a whole by server-side apply.</summary>
    public abstract bool IsAtomicMap { get; }

    /// <summary>The rules of a list's elements.</summary>
    public abstract MergeSchema Element { get; }

    /// <summary>A strategic merge patch merges a list here instead of replacing it.</summary>
    public virtual bool MergesListInPatch => false;

    /// <summary>The field that tells a list's elements apart in a strategic merge patch; empty: by value.</summary>
    public virtual string PatchMergeKey => "";

    /// <summary>A strategic merge patch replaces an object here instead of merging it.</summary>
    public virtual bool ReplacesInPatch => false;

    /// <summary>The rules of a field or of a map's values.</summary>
    public abstract MergeSchema Property(string name);

    /// <summary>The schema names this field, rather than allowing any.</summary>
    public abstract bool Declares(string name);

    /// <summary>Nothing but what the schema names may be here.</summary>
    public abstract bool IsClosed { get; }

    /// <summary>The default of a key field of a list's elements.</summary>
    public abstract JsonNode? KeyDefault(string key);

    /// <summary>What an object is before anything is set in it.</summary>
    public virtual JsonObject Empty() => [];

    /// <summary>The identity of an element of a list that is a map: its key fields, by name, with their defaults.</summary>
    public JsonObject Identity(JsonObject item)
    {
        var identity = new JsonObject();
        foreach (var key in Keys.Order(StringComparer.Ordinal))
            if ((item[key] ?? KeyDefault(key)) is { } value) identity[key] = value.DeepClone();
        return identity;
    }

    /// <summary>The element of <paramref name="list"/> with the keys of <paramref name="item"/>.</summary>
    public JsonObject? Match(JsonArray? list, JsonObject item)
    {
        var wanted = Identity(item);
        return list?.OfType<JsonObject>().FirstOrDefault(candidate => JsonNode.DeepEquals(Identity(candidate), wanted));
    }
}
