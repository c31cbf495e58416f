using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Patch;

namespace LustreSupervisor.LocalCluster.Api.Types;

/// <summary>The merge rules of a built-in kind, for both kinds of patches that merge by schema.</summary>
internal sealed class TypedMergeSchema : MergeSchema
{
    private static readonly TypedMergeSchema Anything = new(new TypeShape(TypeKind.Json), null);

    private readonly TypeShape shape;
    private readonly TypeField? declared;

    private TypedMergeSchema(TypeShape shape, TypeField? declared)
    {
        this.shape = shape;
        this.declared = declared;
    }

    /// <summary>The rules of <c>metadata</c>, which all kinds share.</summary>
    public static TypedMergeSchema Metadata { get; } = Of(TypeCatalog.Kubernetes.ObjectMeta);

    /// <inheritdoc/>
    public override ListKind List => shape.Kind != TypeKind.List ? ListKind.Atomic : declared?.ListType switch
    {
        "map" => ListKind.Map,
        "set" => ListKind.Set,
        _ => ListKind.Atomic,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys => declared?.Keys ?? [];

    /// <inheritdoc/>
    public override bool IsAtomicMap => shape.Kind switch
    {
        TypeKind.Struct => shape.Definition!.AtomicMap || declared is { AtomicMap: true },
        TypeKind.Map => declared is { AtomicMap: true },
        _ => true,
    };

    /// <inheritdoc/>
    public override bool IsClosed => shape is { Kind: TypeKind.Struct, Definition.Fields.Count: > 0 };

    /// <inheritdoc/>
    public override bool MergesListInPatch => shape.Kind == TypeKind.List && HasStrategy("merge");

    /// <inheritdoc/>
    public override string PatchMergeKey => declared?.MergeKey ?? "";

    /// <inheritdoc/>
    public override bool ReplacesInPatch => HasStrategy("replace");

    /// <inheritdoc/>
    public override MergeSchema Element => shape.Element is { } element ? new TypedMergeSchema(element, null) : Anything;

    /// <summary>The rules of objects of a definition.</summary>
    public static TypedMergeSchema Of(TypeDefinition definition) =>
        new(new TypeShape(TypeKind.Struct) { Definition = definition }, null);

    /// <inheritdoc/>
    public override MergeSchema Property(string name) => shape.Kind switch
    {
        TypeKind.Struct when shape.Definition!.Find(name) is { } known => new TypedMergeSchema(known.Shape, known),
        TypeKind.Map => new TypedMergeSchema(shape.Element!, null),
        _ => Anything,
    };

    /// <inheritdoc/>
    public override bool Declares(string name) => shape.Kind == TypeKind.Struct && shape.Definition!.Find(name) is not null;

    /// <inheritdoc/>
    public override JsonNode? KeyDefault(string key) =>
        shape.Element is { Kind: TypeKind.Struct } element ? element.Definition!.Find(key)?.Default : null;

    /// <inheritdoc/>
    public override JsonObject Empty() => shape.Kind == TypeKind.Struct ? TypeDecoder.Empty(shape.Definition!) : [];

    private bool HasStrategy(string name) => declared is not null && declared.PatchStrategy.Split(',').Contains(name);
}
