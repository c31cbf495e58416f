using LustreSupervisor.Simulation.Machines;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>A pod mounts the device of its own target and no other.</summary>
internal sealed class RightDeviceMounted : Invariant
{
    internal override void MountsChanged(Machine machine)
    {
        foreach (var mount in machine.Kernel.Targets.Values.Where(m => m.BackendMounted))
            if (machine.DeviceAt(mount.DevicePath) is { FormattedAs: { } made } device && World.TargetOfPod(mount.PodUid) is { } target && made != target)
                Violated($"the pod of {target} mounted {device.Id}, which is {made}");
    }
}
