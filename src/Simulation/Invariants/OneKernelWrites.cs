using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.Simulation.Machines;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>
/// At most one kernel can write a device. A frozen kernel counts while it can thaw: its power is on. Any two are a breach, whether they
/// wrote already or not.
/// </summary>
internal sealed class OneKernelWrites : Invariant
{
    internal override void MountsChanged(Machine machine)
    {
        foreach (var mount in machine.Kernel.Targets.Values.Where(m => m is { BackendMounted: true, ReadOnly: false }))
            if (machine.DeviceAt(mount.DevicePath) is { } device
                && World.Machines.FirstOrDefault(m => m != machine && CanWrite(m, device)) is { } other)
                Violated($"{device.Id} ({mount.Service}) can be written by {machine.Id} and by {other.Id}{(other.IsFrozen ? ", which is frozen" : "")}");
    }

    internal override void Happened(Machine machine, KernelEvent happened)
    {
        if (happened.Kind == KernelEventKind.DataLoss)
            Violated($"data loss: {happened.Message}");
    }

    private static bool CanWrite(Machine machine, Device device) => machine.IsOn
        && machine.Kernel.Targets.Values.Any(m => m is { BackendMounted: true, ReadOnly: false } && machine.DeviceAt(m.DevicePath) == device);
}
