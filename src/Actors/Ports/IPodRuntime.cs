using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Actors.Ports;

/// <summary>Creates and removes the pods (or VMs) that servers live in.</summary>
public interface IPodRuntime
{
    /// <summary>
    /// Creates the pod; its name is a function of the target alone. Returns the existing pod when it already carries this incarnation.
    /// </summary>
    /// <exception cref="PodNameTakenException">A pod of that name with another incarnation exists.</exception>
    /// <exception cref="PodRefusedException">The cluster refuses such a pod for good (4xx other than conflict).</exception>
    /// <exception cref="ClusterUnavailableException">Nothing is known: try again.</exception>
    Task<string> CreateAsync(PodOrder order, CancellationToken cancellationToken);

    /// <summary>Deletes by UID; a pod that is gone or has another UID counts as done.</summary>
    /// <exception cref="ClusterUnavailableException">Nothing is known: try again.</exception>
    Task DeleteAsync(TargetId target, string uid, PodDeletion mode, CancellationToken cancellationToken);
}

/// <summary>How a pod is deleted.</summary>
public enum PodDeletion
{
    /// <summary>With the pod's own grace period: the agent unmounts.</summary>
    Graceful,

    /// <summary>Grace 0, by UID: allowed only when a proof of death of its kernel is journaled (design 5.2).</summary>
    AfterProofOfDeath,
}

/// <summary>Everything a pod is made from.</summary>
/// <param name="Target">The target; names the pod.</param>
/// <param name="Incarnation">Carried as an annotation.</param>
/// <param name="Node">Node it is bound to.</param>
/// <param name="Device">Its device.</param>
/// <param name="Image">Container image.</param>
/// <param name="Runtime">Pod or VM.</param>
/// <param name="HostNetwork">Uses the node's network.</param>
/// <param name="UnmountTimeoutSeconds">Base of the grace period.</param>
/// <param name="OwnerUid">UID of the <c>LustreFilesystem</c>, null when not known.</param>
public sealed record PodOrder(
    TargetId Target,
    IncarnationId Incarnation,
    string Node,
    DeviceRef Device,
    string Image,
    RuntimeKind Runtime,
    bool HostNetwork,
    int UnmountTimeoutSeconds,
    string? OwnerUid);

/// <summary>A pod of the name exists and belongs to another incarnation.</summary>
public sealed class PodNameTakenException(string message) : Exception(message);

/// <summary>The cluster refuses the object for good.</summary>
public sealed class PodRefusedException(string message) : Exception(message);

/// <summary>The cluster could not be asked, or answered 429 or 5xx: whether the call took effect is unknown.</summary>
public sealed class ClusterUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
