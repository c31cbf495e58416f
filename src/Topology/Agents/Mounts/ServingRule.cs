using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Mounts;

/// <summary>What ends the service of a mounted target, from a look at its kernel.</summary>
public static class ServingRule
{
    /// <summary>Reason of the fault when the target is gone from its kernel.</summary>
    public const string MountVanished = "MountVanished";

    /// <summary>Null while the target serves.</summary>
    /// <param name="label">Label of the target.</param>
    /// <param name="health">Health of the kernel; null when it could not be read.</param>
    /// <param name="devices">The kernel's devices; null when they could not be read. Not knowing is no fault.</param>
    public static Fault? Fault(string label, HealthCheck? health, DeviceList? devices)
    {
        // NOT HEALTHY is about the node as a whole: it is reported, and no neighbour pays for one bad target.
        if (health is { IsLbug: true })
            return new Fault(FaultKind.Node, FaultReasons.Lbug,
                $"a kernel assertion of Lustre failed under {label}: the node must be rebooted");

        // The kernel answers and is well, only the mount is gone: somebody unmounted it. The same kernel can serve it again, so no proof of
        // death is asked for; if it keeps happening, the restart budget quarantines the target.
        return devices is not null && !devices.Holds(label)
            ? new Fault(FaultKind.PodCrashed, MountVanished,
                $"{label} is gone from this kernel's devices: it was unmounted by something else")
            : null;
    }
}
