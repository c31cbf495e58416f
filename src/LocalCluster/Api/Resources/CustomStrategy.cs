using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Patch;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>
/// Custom resources: pruned, defaulted and checked by their structural schema. CEL rules are not evaluated (see <see cref="SchemaCompiler"/>).
/// </summary>
internal sealed class CustomStrategy(SchemaNode schema, JsonObject document, bool hasStatus) : ResourceStrategy
{
    /// <inheritdoc/>
    public override MergeSchema MergeSchema { get; } = new StructuralMergeSchema(schema);

    /// <summary>The schema as the definition has it; not to be changed.</summary>
    public JsonObject Document => document;

    /// <inheritdoc/>
    public override void Decode(JsonObject body, ICollection<string> unknown)
    {
        if (body.TryGetPropertyValue("metadata", out var given) && given is not null)
        {
            var meta = given as JsonObject ?? throw new FormatException($"json: cannot unmarshal {Place.Describe(given)} into Go struct field .metadata of type v1.ObjectMeta");
            TypeDecoder.Decode(meta, TypeCatalog.Kubernetes.ObjectMeta, unknown, "metadata");
        }

        Pruner.PruneObject(body, schema, unknown);
    }

    /// <inheritdoc/>
    public override void Normalise(JsonObject body) => Defaulter.Apply(body, schema);

    /// <inheritdoc/>
    public override void PrepareCreate(JsonObject body, DateTimeOffset now)
    {
        if (hasStatus) body.Remove("status");
    }

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        foreach (var error in SchemaValidator.Validate(body, schema)) errors.Add(error);
    }
}
