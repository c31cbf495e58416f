using LustreSupervisor.Simulation.Agents;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Simulation.Supervisors;

/// <summary>A connection to an agent. What was sent may arrive late, twice or not at all, also after the sender is gone.</summary>
internal sealed class AgentSession
{
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(3);
    /// <summary>An agent reports every few seconds: a stream that says nothing for this long was lost.</summary>
    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(25);
    private readonly World _world;
    private readonly TargetAgent _agent;
    private readonly IncarnationId _named;
    private DateTimeOffset? _heard;

    private AgentSession(World world, TargetAgent agent, IncarnationId named)
    {
        (_world, _agent, _named) = (world, agent, named);
        Kernel = agent.Machine.Id;
    }

    internal KernelId Kernel { get; }

    internal string PodUid => _agent.PodUid;

    internal bool IsBroken => _agent.Host.Dead || !_agent.Machine.IsReachable || (_heard is { } at && _world.Agenda.Now - at > SilentFor);

    /// <summary>Dials and says hello; null when nobody answers, or one that serves another incarnation.</summary>
    internal static async Task<AgentSession?> HelloAsync(World world, Host caller, string endpoint, IncarnationId id)
    {
        var answer = new Answer<AgentSession?>(world.Agenda, caller);
        answer.Give(null, HelloWithin);
        if (world.AgentAt(endpoint) is { } agent)
            world.Send(agent.Machine, agent.Host, () =>
            {
                if (OrderCheck.IsForMe(agent.Pod.Incarnation, id, world.Rules))
                    answer.Give(new AgentSession(world, agent, id), world.Delays.Seconds(0.001, 0.03));
            });
        return await answer;
    }

    internal async Task<AgentOutcome?> ExecuteAsync(Host caller, AgentOrder order, TimeSpan within)
    {
        var answer = new Answer<AgentOutcome?>(_world.Agenda, caller);
        answer.Give(null, within);
        _world.Send(_agent.Machine, _agent.Host, () => _agent.Execute(order, _named, outcome => Back(() => answer.Give(outcome))));
        if (_world.LosesMessages && _world.Delays.Chance(0.4))
            _world.Hold(_agent, () => _agent.Execute(order, _named, _ => { }));
        Break(answer, caller);
        return await answer;
    }

    internal void Watch(Host caller, Action<AgentNews> news)
    {
        _heard = _world.Agenda.Now;
        _world.Send(_agent.Machine, _agent.Host, () => _agent.Watch(n => Back(() => _world.Agenda.After(_world.Delays.Seconds(0.001, 0.03), caller, () =>
        {
            _heard = _world.Agenda.Now;
            news(n);
        }))));
    }

    /// <summary>A call whose connection breaks ends, whatever becomes of the order.</summary>
    private void Break(Answer<AgentOutcome?> answer, Host caller) => _world.Agenda.After(TimeSpan.FromSeconds(10), caller, () =>
    {
        if (answer.IsCompleted)
            return;
        if (IsBroken)
            answer.Give(null);
        else
            Break(answer, caller);
    });

    private void Back(Action reply)
    {
        if (_agent.Machine.IsReachable && !(_world.LosesMessages && _world.Delays.Chance(0.1)))
            reply();
    }
}
