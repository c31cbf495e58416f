using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.CommandLine;

/// <summary>Command line of <c>lustre-agent target</c>.</summary>
/// <param name="Namespace">Kubernetes namespace of the pod and the Lease.</param>
/// <param name="Pod">Name of the pod, and of the Lease.</param>
/// <param name="Label">Label of the one target that this agent serves.</param>
/// <param name="Incarnation">The life that this agent is.</param>
/// <param name="Listen">Where it listens.</param>
/// <param name="MountRoot">Directory below which the target is mounted; null for the default below the host root.</param>
internal sealed record TargetOptions(
    string Namespace, string Pod, string Label, IncarnationId Incarnation, ListenAddress Listen, string? MountRoot);

/// <summary>What a command line asks for.</summary>
internal abstract record ParsedCommand
{
    /// <summary>Serve a target.</summary>
    public sealed record Target(TargetOptions Options) : ParsedCommand;

    /// <summary>Be the agent of a node.</summary>
    public sealed record Node(NodeOptions Options) : ParsedCommand;

    /// <summary>Print the version.</summary>
    public sealed record Version : ParsedCommand;

    /// <summary>Print the usage.</summary>
    public sealed record Help : ParsedCommand;

    /// <summary>Not a command line of ours.</summary>
    public sealed record Bad(string Complaint) : ParsedCommand;
}
