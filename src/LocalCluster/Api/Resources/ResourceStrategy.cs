using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Patch;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>What a kind does beyond being stored; the default does nothing. Named after the registry strategies of the real server.</summary>
internal class ResourceStrategy
{
    /// <summary>For kinds without rules of their own.</summary>
    public static readonly ResourceStrategy Plain = new();

    /// <summary>How lists of this kind merge in patches.</summary>
    public virtual MergeSchema MergeSchema => BuiltInMergeSchema.Root;

    /// <summary>Checks that the body has the kind's types.</summary>
    /// <exception cref="FormatException">It has not; the message names the place.</exception>
    public virtual void Decode(JsonObject body)
    {
    }

    /// <summary>Brings a written body into its stored form: unknown fields out, defaults in.</summary>
    /// <returns>The paths of the unknown fields.</returns>
    public virtual IReadOnlyList<string> Normalise(JsonObject body) => [];

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
