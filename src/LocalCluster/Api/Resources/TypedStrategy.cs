using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Patch;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>A built-in kind, whose types are those of the catalog.</summary>
internal class TypedStrategy<T> : ResourceStrategy
{
    /// <inheritdoc/>
    public override MergeSchema MergeSchema { get; } = TypedMergeSchema.Of(TypeCatalog.Kubernetes.KindOf<T>());

    /// <inheritdoc/>
    public override TypeDefinition Definition { get; } = TypeCatalog.Kubernetes.KindOf<T>();

    /// <inheritdoc/>
    public override void Decode(JsonObject body, ICollection<string> unknown) => TypeDecoder.Decode(body, Definition, unknown);
}
