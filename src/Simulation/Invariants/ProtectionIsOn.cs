using LustreSupervisor.Simulation.Machines;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>No target is mounted without multi-mount protection, the last line of defence.</summary>
internal sealed class ProtectionIsOn : Invariant
{
    internal override void MountsChanged(Machine machine)
    {
        foreach (var mount in machine.Kernel.Targets.Values.Where(m => m.BackendMounted && !m.Data.Mmp))
            Violated($"{mount.Service} is mounted on {machine.NodeName} without multi-mount protection");
    }
}
