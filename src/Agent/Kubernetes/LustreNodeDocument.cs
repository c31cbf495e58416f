using System.Text.Json.Serialization;

namespace LustreSupervisor.Agent.Kubernetes;

/// <summary>A <c>LustreNode</c>, as far as the node agent reads and writes it. Used as a merge patch too: what is null stays as it is.</summary>
internal sealed class LustreNodeDocument
{
    /// <summary>Group and version.</summary>
    public const string GroupVersion = "lustre.cloudnative-hpc.io/v1alpha1";

    /// <summary>Always <see cref="GroupVersion"/>.</summary>
    public string ApiVersion { get; set; } = GroupVersion;

    /// <summary>Always <c>LustreNode</c>.</summary>
    public string Kind { get; set; } = "LustreNode";

    /// <summary>Metadata.</summary>
    public LustreNodeMetadata Metadata { get; set; } = new();

    /// <summary>What the supervisor wants of the node.</summary>
    public LustreNodeSpec? Spec { get; set; }

    /// <summary>What the node agent says.</summary>
    public LustreNodeStatus? Status { get; set; }
}

/// <summary>Metadata of a <c>LustreNode</c>.</summary>
internal sealed class LustreNodeMetadata
{
    /// <summary>Name of the node.</summary>
    public string? Name { get; set; }

    /// <summary>In a patch: the object must still be this one.</summary>
    public string? ResourceVersion { get; set; }
}

/// <summary>What the supervisor wants of the node.</summary>
internal sealed class LustreNodeSpec
{
    /// <summary>Self-fencing; null when no file system asks for it.</summary>
    public SelfFenceDocument? SelfFence { get; set; }
}

/// <summary>What the node agent says.</summary>
internal sealed class LustreNodeStatus
{
    /// <summary><c>unix:/PATH</c> or <c>tcp:PORT</c>.</summary>
    public string? AgentEndpoint { get; set; }

    /// <summary>Self-fencing as it is in force.</summary>
    public SelfFenceDocument? SelfFence { get; set; }
}

/// <summary>Self-fencing, as wanted or as it is in force.</summary>
internal sealed class SelfFenceDocument
{
    /// <summary>In a status: the boot that it is true of.</summary>
    public string? BootId { get; set; }

    /// <summary>In a status: the watchdog resets that boot unless a majority of every set grants it time.</summary>
    public bool? Armed { get; set; }

    /// <summary>In a status: counts what was told, so that no two messages are equal and every one makes the earlier ones void.</summary>
    public long? Revision { get; set; }

    /// <summary>The sets.</summary>
    public List<GrantSetDocument>? Sets { get; set; }
}

/// <summary>Nodes that grant each other time for one file system.</summary>
internal sealed class GrantSetDocument
{
    /// <summary><c>NAMESPACE/NAME</c>.</summary>
    public string Filesystem { get; set; } = "";

    /// <summary>Life of a grant.</summary>
    public int GrantSeconds { get; set; }

    /// <summary>The nodes.</summary>
    public List<GrantNodeDocument> Nodes { get; set; } = [];
}

/// <summary>A node of a set.</summary>
internal sealed class GrantNodeDocument
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>In a spec: where to dial its node agent, <c>unix:/PATH</c> or <c>https://ADDRESS:PORT/</c>; empty while it is not known.</summary>
    public string? Endpoint { get; set; }
}

/// <summary>Generated readers and writers: the agent is compiled ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LustreNodeDocument))]
internal sealed partial class LustreNodeJson : JsonSerializerContext;
