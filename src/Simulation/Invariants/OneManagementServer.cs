using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>No MGS is sent to a kernel that was seen running another one for minutes: a kernel has room for one.</summary>
internal sealed class OneManagementServer : Invariant
{
    private static readonly TimeSpan Minutes = TimeSpan.FromSeconds(180);

    internal override void ServerJournaled(string id, ServerState before, ServerEvent e, ServerState after)
    {
        if (e is not IncarnationPlanned planned || after.Spec is not { Target.Kind: TargetKind.Mgt } spec)
            return;
        foreach (var machine in World.Machines.Where(m => m.IsReachable && m.NodeName == planned.Node))
            if (machine.Kernel.Mgs is { } mgs && World.TargetOfPod(mgs.PodUid) is { } other && other != spec.Target.EntityId
                && Health.Since(World, other) is { } since && World.Agenda.Now - since > Minutes)
                Violated($"{spec.Target.ObjectName} is planned for {machine.NodeName}, which runs {other} for {(World.Agenda.Now - since).TotalSeconds:F0} s");
    }
}
