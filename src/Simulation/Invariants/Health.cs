using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Simulation.Invariants;

/// <summary>
/// Whether a server is well, seen from nowhere: mounted and writable in a kernel that runs and is reachable, its agent and pod there, nothing
/// asked of it by a person, and nothing that would excuse a mistake happening around it.
/// </summary>
internal static class Health
{
    /// <summary>Since when the target of this key is undisturbed and serves; null when it does not.</summary>
    internal static DateTimeOffset? Since(World world, string key)
    {
        foreach (var machine in world.Machines)
        {
            if (!machine.IsReachable || machine.Kernel.Lbug || machine.Kernel.Faults.Active.Count > 0)
                continue;
            foreach (var agent in machine.Kubelet.Agents)
                if (agent.Key == key && agent is { Ends: false, Phase: AgentPhase.Mounted, Standing: null }
                    && world.Api.Pods.GetValueOrDefault(key) is { Deleting: false } pod && pod.Uid == agent.PodUid
                    && machine.Kernel.Targets.GetValueOrDefault(agent.Pod.Target.Label) is { Phase: MountPhase.Up, ReadOnly: false } mount
                    && mount.PodUid == agent.PodUid)
                    return Latest(world, machine, mount, agent.Pod.Target);
        }

        return null;
    }

    private static DateTimeOffset? Latest(World world, Machine machine, TargetMount mount, TargetId target)
    {
        if (!world.Api.IsUp || world.Api.IsSlow || world.LosesMessages || !world.Api.Nodes.ContainsKey(machine.NodeName))
            return null;
        DateTimeOffset[] times =
        [
            mount.UpAt, world.DisturbedAt, machine.BootedAt,
            world.Disturbances.GetValueOrDefault(machine), world.Disturbances.GetValueOrDefault(target.EntityId),
        ];
        return times.Max();
    }
}
