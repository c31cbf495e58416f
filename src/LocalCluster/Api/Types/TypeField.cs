using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Types;

/// <summary>One field of a <see cref="TypeDefinition"/>.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Shape">Its type.</param>
internal sealed record TypeField(string Name, TypeShape Shape)
{
    /// <summary>The published schema requires it. Decoding does not: validation finds it missing.</summary>
    public bool IsRequired { get; init; }

    /// <summary>An empty value (<c>""</c>, <c>0</c>, <c>false</c>, <c>[]</c>, <c>{}</c>) is stored as none (Go's <c>omitempty</c> without a pointer).</summary>
    public bool DropsEmpty { get; init; }

    /// <summary><c>patchStrategy</c>: <c>merge</c>, <c>retainKeys</c>, <c>merge,retainKeys</c>, <c>replace</c> or empty.</summary>
    public string PatchStrategy { get; init; } = "";

    /// <summary><c>patchMergeKey</c>, or empty.</summary>
    public string MergeKey { get; init; } = "";

    /// <summary><c>x-kubernetes-list-type</c>: <c>map</c>, <c>set</c>, <c>atomic</c> or empty.</summary>
    public string ListType { get; init; } = "";

    /// <summary><c>x-kubernetes-list-map-keys</c>.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary><c>x-kubernetes-map-type: atomic</c> at the field, its type or the elements of its list.</summary>
    public bool AtomicMap { get; init; }

    /// <summary>A struct that is no pointer in Go: it is there even when nothing is set in it.</summary>
    public bool IsAlwaysThere { get; init; }

    /// <summary>
    /// The numbers of the field in protobuf, from the outside in: more than one where Go embeds a struct that JSON shows flat. Empty for
    /// <c>apiVersion</c> and <c>kind</c> of whole objects, which lie in the envelope.
    /// </summary>
    public IReadOnlyList<int> ProtoPath { get; init; } = [];

    /// <summary>The published default.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>The Go type of a text that is not a plain string, for decoding errors.</summary>
    public string GoType { get; init; } = "";
}
