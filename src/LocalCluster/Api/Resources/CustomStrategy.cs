using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Patch;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>
/// Custom resources: pruned, defaulted and checked by their structural schema. CEL rules are not evaluated (see <see cref="SchemaCompiler"/>).
/// </summary>
internal sealed class CustomStrategy(SchemaNode schema, bool hasStatus) : ResourceStrategy
{
    /// <inheritdoc/>
    public override MergeSchema MergeSchema { get; } = new StructuralMergeSchema(schema);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Normalise(JsonObject body)
    {
        var unknown = new List<string>();
        Pruner.PruneObject(body, schema, unknown);
        Defaulter.Apply(body, schema);
        return unknown;
    }

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
