using System.Text.Json;
using System.Text.Json.Serialization;

namespace LustreSupervisor.Agent.Kubernetes;

/// <summary>A <c>coordination.k8s.io/v1</c> Lease, as far as the agent writes it; the rest goes through untouched.</summary>
internal sealed class LeaseDocument
{
    /// <summary>Always <c>coordination.k8s.io/v1</c>.</summary>
    public string ApiVersion { get; set; } = "coordination.k8s.io/v1";

    /// <summary>Always <c>Lease</c>.</summary>
    public string Kind { get; set; } = "Lease";

    /// <summary>Metadata.</summary>
    public LeaseMetadata Metadata { get; set; } = new();

    /// <summary>Specification.</summary>
    public LeaseSpec Spec { get; set; } = new();

    /// <summary>Everything else.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }
}

/// <summary>Metadata of a Lease.</summary>
internal sealed class LeaseMetadata
{
    /// <summary>Name: the pod's.</summary>
    public string Name { get; set; } = "";

    /// <summary>Namespace: the pod's.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>What compare-and-swap compares.</summary>
    public string? ResourceVersion { get; set; }

    /// <summary>Labels.</summary>
    public Dictionary<string, string>? Labels { get; set; }

    /// <summary>Annotations.</summary>
    public Dictionary<string, string>? Annotations { get; set; }

    /// <summary>Everything else.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }
}

/// <summary>
/// Specification of a Lease. It is written once and not renewed: holding it says who may touch the target, not that he lives.
/// </summary>
internal sealed class LeaseSpec
{
    /// <summary>The incarnation.</summary>
    public string? HolderIdentity { get; set; }

    /// <summary>When it was taken, in microseconds, <c>2026-01-31T12:00:00.000000Z</c>.</summary>
    public string? AcquireTime { get; set; }

    /// <summary>How often the holder changed.</summary>
    public int? LeaseTransitions { get; set; }

    /// <summary>Everything else.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }
}

/// <summary>Generated readers and writers: the agent is compiled ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LeaseDocument))]
internal sealed partial class LeaseJson : JsonSerializerContext;
