using LustreSupervisor.Simulation.Agents;
using LustreSupervisor.Simulation.Api;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Simulation.Machines;

/// <summary>The kubelet of one boot: starts the pods of its node, ends them when they are deleted, tells of them and of the node.</summary>
internal sealed class Kubelet(World world, Machine machine)
{
    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(330);
    private readonly Dictionary<string, TargetAgent?> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PodObject> _ended = new(StringComparer.Ordinal);
    private Host _host = new("none");
    private bool _poked;
    private long _beats;

    /// <summary>Agents that run, by the UID of their pod.</summary>
    internal IEnumerable<TargetAgent> Agents => _agents.Values.OfType<TargetAgent>().Where(a => !a.Host.Dead);

    internal void Start()
    {
        _host = machine.Host.Inside("kubelet");
        Register();
        Sync();
    }

    /// <summary>Something changed that may concern it.</summary>
    internal void Poke()
    {
        if (_poked || _host.Dead)
            return;
        _poked = true;
        world.Agenda.After(world.Delays.Seconds(0.05, 0.5), _host, () =>
        {
            _poked = false;
            Look();
        });
    }

    /// <summary>Makes the node known again, as a start of the kubelet does.</summary>
    internal void Register()
    {
        if (Reaches)
            world.Api.Put(new NodeObject(machine.NodeName, machine.Id, Beat(), world.Agenda.Now)
            {
                Schedulable = world.Api.Nodes.GetValueOrDefault(machine.NodeName)?.Schedulable ?? true,
            });
    }

    /// <summary>Its process is dead: containers run on, and nobody hears of the node. It remembers them when it is started again.</summary>
    internal bool IsDown { get; set; }

    private bool Reaches => !IsDown && machine is { IsPartitioned: false, IsGone: false } && world.Api.IsUp;

    private string Beat() => $"{machine.Kernel.BootId}/{++_beats}";

    private void Sync()
    {
        if (Reaches)
        {
            if (world.Api.Nodes.TryGetValue(machine.NodeName, out var node))
                world.Api.Put(node with { Kernel = machine.Id, Heartbeat = Beat(), HeardAt = world.Agenda.Now, Ready = true });
            else if (_beats == 0)
                Register();
            Look();
        }

        world.Agenda.After(SyncEvery, _host, Sync);
    }

    private void Look()
    {
        if (!Reaches)
            return;
        foreach (var pod in world.Api.Pods.Values.Where(p => p.Node == machine.NodeName))
            Treat(pod);
        foreach (var (uid, agent) in _agents.ToArray())
            if (agent is { Host.Dead: false, Ends: false } && world.Api.Pods.GetValueOrDefault(agent.Key)?.Uid != uid)
                End(agent);
    }

    private void Treat(PodObject pod)
    {
        if (_ended.TryGetValue(pod.Uid, out var ended))
        {
            if (pod.Deleting)
                world.Api.RemovePod(pod.Key, pod.Uid);
            else if (pod.Phase != PodPhase.Ended)
                world.Api.Put(pod with { Phase = PodPhase.Ended, Ending = ended.Ending });
            return;
        }

        if (!_agents.TryGetValue(pod.Uid, out var agent))
            Begin(pod);
        else if (pod.Deleting && agent is { Ends: false })
            End(agent);
        else if (agent is { Host.Dead: false } && pod.Phase == PodPhase.Pending)
            world.Api.Put(pod with { Phase = PodPhase.Running });
    }

    private void Begin(PodObject pod)
    {
        if (pod.Deleting || pod.Phase != PodPhase.Pending)
        {
            Over(pod, "its containers are gone");
            return;
        }

        _agents[pod.Uid] = null;
        world.Agenda.After(world.Delays.Seconds(0.5, 3), _host, () =>
        {
            _agents[pod.Uid] = new TargetAgent(world, machine, pod);
            Poke();
        });
    }

    private void End(TargetAgent agent)
    {
        agent.AskToEnd();
        world.Agenda.After(GracePeriod, _host, () => agent.Kill("the grace period is over"));
    }

    /// <summary>The agent's process ended: its mount name space goes, and with it, a little later, its mounts.</summary>
    internal void AgentEnded(TargetAgent agent, string why)
    {
        machine.EndMounts(agent.PodUid);
        Over(agent.Pod, why);
    }

    private void Over(PodObject pod, string why)
    {
        _ended[pod.Uid] = pod with { Ending = why };
        Poke();
    }
}
