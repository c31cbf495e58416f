using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Patch;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>What a kind does beyond being stored; the default does nothing. Named after the registry strategies of the real server.</summary>
internal class ResourceStrategy
{
    /// <summary>For kinds without rules of their own.</summary>
    public static readonly ResourceStrategy Plain = new();

    /// <summary>How lists of this kind merge in patches.</summary>
    public virtual MergeSchema MergeSchema { get; } = new StructuralMergeSchema(SchemaNode.Any);

    /// <summary>The type of a built-in kind; null for others.</summary>
    public virtual TypeDefinition? Definition => null;

    /// <summary>Brings a body into the kind's types: unknown fields out, their paths to <paramref name="unknown"/>.</summary>
    /// <exception cref="FormatException">A value has another type than its field; the message names the place.</exception>
    public virtual void Decode(JsonObject body, ICollection<string> unknown)
    {
    }

    /// <summary>Fills in defaults.</summary>
    public virtual void Normalise(JsonObject body)
    {
    }

    /// <summary>Sets what a new object starts with.</summary>
    public virtual void PrepareCreate(JsonObject body, DateTimeOffset now)
    {
    }

    /// <summary>Restores what an update may not touch.</summary>
    public virtual void PrepareUpdate(JsonObject body, JsonObject old)
    {
    }

    /// <summary>Finds the faults of a new or changed object.</summary>
    public virtual void Validate(JsonObject body, ICollection<FieldError> errors)
    {
    }

    /// <summary>Finds the faults of a change.</summary>
    public virtual void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors)
    {
    }

    /// <summary>Seconds between a delete and the object's end, or null when the kind knows no graceful deletion.</summary>
    /// <param name="body">The object to be deleted.</param>
    /// <param name="asked">What the request asked for.</param>
    public virtual long? DeletionGrace(JsonObject body, long? asked) => null;
}
