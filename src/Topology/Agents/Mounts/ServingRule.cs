using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Mounts;

/// <summary>What one look at the kernel of a mounted target showed. Null is "could not be read", and not knowing is no fault.</summary>
/// <param name="Health">Health of the kernel.</param>
/// <param name="Devices">The kernel's devices.</param>
/// <param name="ReadOnly">The file system below the target was remounted read-only (<c>/proc/fs/ldiskfs/DEV/options</c>).</param>
/// <param name="FirstInstance">The target's start counter when this agent mounted it; 0 when not shown.</param>
/// <param name="Instance">The counter now; 0 when not shown.</param>
public sealed record ServingLook(HealthCheck? Health, DeviceList? Devices, bool? ReadOnly, long FirstInstance, long Instance);

/// <summary>What ends the service of a mounted target, from a look at its kernel.</summary>
public static class ServingRule
{
    /// <summary>Reason of the fault when the target is gone from its kernel.</summary>
    public const string MountVanished = "MountVanished";

    /// <summary>Reason of the fault when something else stopped and started the target in this kernel.</summary>
    public const string RestartedBehind = "RestartedBehind";

    /// <summary>Reason of the fault when the kernel stopped writing the target.</summary>
    public const string ReadOnly = "ReadOnlyDevice";

    /// <summary>Null while the target serves.</summary>
    public static Fault? Fault(string label, ServingLook look)
    {
        // NOT HEALTHY is about the node as a whole: it is reported, and no neighbour pays for one bad target.
        if (look.Health is { IsLbug: true })
            return new Fault(FaultKind.Node, FaultReasons.Lbug,
                $"a kernel assertion of Lustre failed under {label}: the node must be rebooted");

        // The kernel answers and is well, only the mount is gone: somebody unmounted it. The same kernel can serve it again, so no proof of
        // death is asked for; if it keeps happening, the restart budget quarantines the target.
        if (look.Devices is not null && !look.Devices.Holds(label))
            return new Fault(FaultKind.PodCrashed, MountVanished,
                $"{label} is gone from this kernel's devices: it was unmounted by something else");
        if (look.FirstInstance > 0 && look.Instance > 0 && look.Instance != look.FirstInstance)
            return new Fault(FaultKind.PodCrashed, RestartedBehind,
                $"{label} was stopped and started by something else: start {look.Instance}, this agent's was {look.FirstInstance}");

        // A server's mount is always shown as read-only in the mount table; that says nothing about the file system below.
        if (look.ReadOnly == true)
            return new Fault(FaultKind.Target, ReadOnly,
                $"the file system of {label} was remounted read-only: an error on its device (see the kernel log)");
        return look.Health is { } health && health.Blames(label)
            ? new Fault(FaultKind.Target, ReadOnly,
                $"the kernel reports the device of {label} unhealthy: it is read-only after an error (see the kernel log)")
            : null;
    }
}
