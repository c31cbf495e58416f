using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>The merge rules of a custom resource: <c>x-kubernetes-list-type</c>, <c>-list-map-keys</c> and <c>-map-type</c> of its schema.</summary>
internal sealed class StructuralMergeSchema(SchemaNode node, bool isRoot = true) : MergeSchema
{
    private static readonly string[] RootFields = ["apiVersion", "kind", "metadata"];

    /// <inheritdoc/>
    public override ListKind List => node.ListType switch { "map" => ListKind.Map, "set" => ListKind.Set, _ => ListKind.Atomic };

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys => node.ListMapKeys;

    /// <inheritdoc/>
    public override bool IsAtomicMap => node.AtomicMap;

    /// <inheritdoc/>
    public override MergeSchema Element => new StructuralMergeSchema(node.Items ?? SchemaNode.Any, false);

    /// <inheritdoc/>
    public override bool IsClosed => node is { Type: "object", PreserveUnknown: false, AdditionalProperties: null };

    /// <inheritdoc/>
    public override MergeSchema Property(string name) => HasMetadata && name == "metadata"
        ? TypedMergeSchema.Metadata
        : new StructuralMergeSchema(node.Property(name) ?? SchemaNode.Any, false);

    /// <inheritdoc/>
    public override bool Declares(string name) => node.Properties.ContainsKey(name) || (HasMetadata && RootFields.Contains(name));

    /// <inheritdoc/>
    public override JsonNode? KeyDefault(string key) => node.Items?.Property(key)?.Default;

    private bool HasMetadata => isRoot || node.Embedded;
}
