using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Facts;

/// <summary>Where a pod is in its life (Kubernetes pod phase).</summary>
public enum PodPhase
{
    /// <summary>Accepted, not running yet.</summary>
    Pending,

    /// <summary>Its container runs.</summary>
    Running,

    /// <summary>Its container ended: whether with 0 or not, the server is gone.</summary>
    Ended,

    /// <summary>The node does not report. Proves nothing.</summary>
    Unknown,
}

/// <summary>What is known of a server's pod at this moment.</summary>
/// <param name="Key"><c>namespace~name</c>, the target's entity key.</param>
/// <param name="Uid">UID of the object; deletes carry it.</param>
/// <param name="Node">Node it is bound to, null before.</param>
/// <param name="Incarnation">Life it carries, null when its annotation is missing or unreadable.</param>
/// <param name="Phase">Phase.</param>
/// <param name="Ending">Exit code and reason once ended, such as <c>137 Error</c> or <c>137 OOMKilled</c>; else empty.</param>
/// <param name="AgentEndpoint">Address at which its agent listens.</param>
/// <param name="Deleting">True once deletion was asked for.</param>
public sealed record PodFact(
    string Key,
    string Uid,
    string? Node,
    IncarnationId? Incarnation,
    PodPhase Phase,
    string Ending,
    string AgentEndpoint,
    bool Deleting);
