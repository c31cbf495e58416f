using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Simulation.Agents;

/// <summary>Looks at the mounted target every few seconds, as the agent's poller does.</summary>
internal sealed class AgentHealth(World world, TargetAgent agent)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly HashSet<string> _raised = new(StringComparer.Ordinal);

    internal void Start() => world.Agenda.After(Every, agent.Host, Look);

    internal AgentNews News() => new(agent.Phase == AgentPhase.Mounted, agent.Phase == AgentPhase.Mounted ? "INACTIVE" : "UNKNOWN", agent.Standing);

    private void Look()
    {
        if (agent.Phase != AgentPhase.Mounted)
        {
            agent.TellWatchers();
            world.Agenda.After(Every, agent.Host, Look);
            return;
        }

        var kernel = agent.Machine.Kernel;
        var label = agent.Target!.Label;
        var mount = kernel.Targets.GetValueOrDefault(label);
        var look = new ServingLook(
            new HealthCheck(kernel.Lbug ? "LBUG" : "healthy"), KernelDevices.Of(kernel), mount is { ReadOnly: true }, 1, mount is null || mount.PodUid == agent.PodUid ? 1 : 2);
        if (ServingRule.Fault(label, look) is { } fault && _raised.Add(fault.Reason))
        {
            if (fault.Reason is ServingRule.MountVanished or ServingRule.RestartedBehind)
                agent.EndLife();
            agent.Raise(fault);
        }
        else
        {
            agent.TellWatchers();
        }

        world.Agenda.After(Every, agent.Host, Look);
    }
}
