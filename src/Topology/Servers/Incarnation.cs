using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Servers;

/// <summary>One life of the server as the journal knows it.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Node">Node it was planned on.</param>
/// <param name="Kernel">Kernel its agent reported; null before. No device is touched before it is journaled.</param>
/// <param name="PodUid">UID of its pod; null until known.</param>
/// <param name="PlannedKernel">Kernel that its node reported when it was planned.</param>
public sealed record Incarnation(IncarnationId Id, string Node, KernelId? Kernel, string? PodUid, KernelId? PlannedKernel = null)
{
    /// <summary>The target was mounted in this life.</summary>
    public bool Mounted { get; init; }
}

/// <summary>A kernel that may have the target mounted. While one stands, no other kernel may.</summary>
/// <param name="Number">Incarnation that was ordered to touch the device there.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Node">Its node.</param>
/// <param name="PodUid">Pod of that incarnation.</param>
public sealed record KernelClaim(long Number, KernelId Kernel, string Node, string? PodUid);

/// <summary>The pod of a dead incarnation, still to be removed.</summary>
/// <param name="Number">Its incarnation.</param>
/// <param name="Uid">UID of the pod.</param>
/// <param name="Proved">Its kernel was proved dead: it may be removed with grace 0.</param>
public sealed record LeftoverPod(long Number, string Uid, bool Proved);
