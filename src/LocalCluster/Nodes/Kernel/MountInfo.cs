using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>A target in a simulated kernel, for whoever shows it.</summary>
/// <param name="Service">Service name, <c>demo-OST000a</c>.</param>
/// <param name="DevicePath">Device.</param>
/// <param name="Directory">Mount point.</param>
/// <param name="PodUid">Pod that owns the mount; empty for the node itself.</param>
/// <param name="Incarnation">Incarnation that asked for it; may be empty.</param>
/// <param name="Phase">Starting, up or stopping.</param>
/// <param name="ReadOnly">True once the kernel stopped writing for an error.</param>
public sealed record MountInfo(
    string Service, string DevicePath, string Directory, string PodUid, string Incarnation, MountPhase Phase, bool ReadOnly)
{
    internal static MountInfo Of(TargetMount mount) => new(
        mount.Service, mount.DevicePath, mount.Directory, mount.PodUid, mount.Incarnation, mount.Phase, mount.ReadOnly);
}
