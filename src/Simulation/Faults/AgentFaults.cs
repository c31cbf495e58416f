using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Worlds;

namespace LustreSupervisor.Simulation.Faults;

/// <summary>An agent's process is killed.</summary>
internal sealed class AgentKilled : Fault
{
    internal override string Name => "agent-killed";

    internal override int Weight => 4;

    internal override bool Strike(World world, Dice dice)
    {
        var agents = world.Machines.Where(m => m.IsOn).SelectMany(m => m.Kubelet.Agents).ToArray();
        if (agents.Length == 0)
            return false;
        var agent = dice.Pick(agents);
        agent.Kill("it is killed");
        world.Focus = agent.Machine;
        return true;
    }
}

/// <summary>An agent is slow for a while.</summary>
internal sealed class AgentSlow : Fault
{
    internal override string Name => "agent-slow";

    internal override bool Strike(World world, Dice dice)
    {
        var agents = world.Machines.Where(m => m.IsOn).SelectMany(m => m.Kubelet.Agents).ToArray();
        if (agents.Length == 0)
            return false;
        var agent = dice.Pick(agents);
        agent.SlowUntil = world.Agenda.Now + dice.Seconds(20, 150);
        world.Trace.Add(agent.Name, "is slow");
        return true;
    }
}

/// <summary>Somebody deletes a pod, gracefully or by force.</summary>
internal sealed class PodRemoved : Fault
{
    internal override string Name => "pod-removed";

    internal override int Weight => 4;

    internal override bool Strike(World world, Dice dice)
    {
        if (world.Api.Pods.IsEmpty)
            return false;
        var pod = dice.Pick([.. world.Api.Pods.Values]);
        world.DisturbTarget(pod.Target);
        world.Api.DeletePod(pod.Key, pod.Uid, dice.Chance(0.6), "kubectl delete pod");
        return true;
    }
}
