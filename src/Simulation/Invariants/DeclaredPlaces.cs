using LustreSupervisor.Simulation.Machines;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>A target is mounted only where its device says that it may be served: clients look for it nowhere else.</summary>
internal sealed class DeclaredPlaces : Invariant
{
    internal override void MountsChanged(Machine machine)
    {
        foreach (var mount in machine.Kernel.Targets.Values.Where(m => m.BackendMounted))
            if (!mount.Data.Values("failover.node").SelectMany(v => v.Split(':', ',')).Contains(machine.Nid))
                Violated($"{mount.Service} is mounted on {machine.NodeName}, which is none of its service nodes");
    }
}
