using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>Where management servers live: a kernel runs one (tgt_mount.c, server_start_mgs).</summary>
public static class MgsNodes
{
    /// <summary>Whether a pod is the management server of a file system other than the one with this key.</summary>
    public static bool IsOther(PodFact pod, string filesystemId)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return pod.Node is not null && pod.Phase != PodPhase.Ended && pod.Key.EndsWith("-mgs", StringComparison.Ordinal)
            && TargetId.FilesystemIdOf(pod.Key) != filesystemId;
    }
}
