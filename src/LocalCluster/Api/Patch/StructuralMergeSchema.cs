using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>The merge rules of a custom resource: <c>x-kubernetes-list-type</c>, <c>-list-map-keys</c> and <c>-map-type</c> of its schema.</summary>
internal sealed class StructuralMergeSchema(SchemaNode node, bool isRoot = true) : MergeSchema
{
    public override ListKind List => node.ListType switch { "map" => ListKind.Map, "set" => ListKind.Set, _ => ListKind.Atomic };

    public override IReadOnlyList<string> Keys => node.ListMapKeys;

    public override bool IsAtomicMap => node.AtomicMap;

    public override MergeSchema Element => new StructuralMergeSchema(node.Items ?? SchemaNode.Any, false);

    public override MergeSchema Property(string name) => isRoot && name == "metadata"
        ? BuiltInMergeSchema.Root
        : new StructuralMergeSchema(node.Property(name) ?? SchemaNode.Any, false);
}
