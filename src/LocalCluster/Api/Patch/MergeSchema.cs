using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Schema;

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

/// <summary>What merging needs to know about one place of an object.</summary>
internal abstract class MergeSchema
{
    public abstract ListKind List { get; }

    /// <summary>The key fields of <see cref="ListKind.Map"/>.</summary>
    public abstract IReadOnlyList<string> Keys { get; }

    /// <summary>An object here is replaced as a whole.</summary>
    public abstract bool IsAtomicMap { get; }

    public abstract MergeSchema Property(string name);

    public abstract MergeSchema Element { get; }

    /// <summary>The element of <paramref name="list"/> with the keys of <paramref name="item"/>.</summary>
    public JsonObject? Match(JsonArray? list, JsonObject item)
    {
        var wanted = ListKeys.Of(item, Keys);
        return list?.OfType<JsonObject>().FirstOrDefault(candidate => JsonNode.DeepEquals(ListKeys.Of(candidate, Keys), wanted));
    }
}
