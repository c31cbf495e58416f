using LustreSupervisor.Simulation.Api;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Simulation.Agents;

/// <summary>
/// The agent of one pod: one operation at a time, decided by the rules of <c>lustre-agent</c> itself; the hands are the simulated tools.
/// </summary>
internal sealed class TargetAgent
{
    private readonly World _world;
    private readonly List<Action<AgentOutcome>> _waiting = [];
    private readonly List<Action<AgentNews>> _watchers = [];
    private readonly AgentHealth _health;
    private string? _runningKey;
    private WantedTarget? _touched;
    private bool _hung;
    private (string Key, AgentOutcome Outcome)? _last;

    internal TargetAgent(World world, Machine machine, PodObject pod)
    {
        (_world, Machine, Pod) = (world, machine, pod);
        Host = machine.Host.Inside($"agent/{pod.Uid}");
        Hands = new AgentHands(world, this);
        _health = new AgentHealth(world, this);
        world.Trace.Add(machine.NodeName, $"agent of {pod.Target.ObjectName} {pod.Incarnation.Number} starts in {pod.Uid}");
    }

    internal Host Host { get; }

    internal Machine Machine { get; }

    internal PodObject Pod { get; }

    internal string PodUid => Pod.Uid;

    internal string Key => Pod.Key;

    internal string Name => $"{Pod.Target.ObjectName}.{Pod.Incarnation.Number}";

    internal AgentHands Hands { get; }

    /// <summary>It was told to end, by a deletion of its pod.</summary>
    internal bool Ends { get; private set; }

    internal AgentPhase Phase { get; private set; } = AgentPhase.Idle;

    internal WantedTarget? Target { get; private set; }

    /// <summary>The last order that was carried out, but for unmounts; null before the first.</summary>
    internal AgentOrder? LastOrder { get; private set; }

    /// <summary>It answered that its target is nowhere in its kernel.</summary>
    internal bool SaidAbsent { get; private set; }

    /// <summary>Until then each step takes it long.</summary>
    internal DateTimeOffset SlowUntil { get; set; }

    internal Fault? Standing { get; private set; }

    internal void Execute(AgentOrder order, IncarnationId named, Action<AgentOutcome> reply)
    {
        if (!OrderCheck.IsForMe(Pod.Incarnation, named, _world.Rules)
            || OrderCheck.Complaint(order.Target, order.Operation, Pod.Target.Label) is not null)
            return;
        _world.Witness.Obeys(this, named);
        var key = OrderRule.KeyOf(order.Operation, order.Target);
        var desk = new DeskState(Phase, _runningKey, _hung, _last?.Key, _last?.Outcome.Fault, false);
        switch (OrderRule.Decide(desk, order.Operation, key, _world.Rules))
        {
            case OrderVerdict.Join when _hung:
                reply(_last!.Value.Outcome);
                break;
            case OrderVerdict.Join:
                _waiting.Add(reply);
                break;
            case OrderVerdict.Recall:
                reply(_last!.Value.Outcome);
                break;
            case OrderVerdict.Refuse refused:
                _world.Trace.Add(Name, $"refuses {order.Operation}: {refused.Fault.Reason}");
                reply(AgentOutcome.Failed(refused.Fault));
                break;
            default:
                _waiting.Add(reply);
                _world.Start(CarryOutAsync(order, key));
                break;
        }
    }

    internal void Watch(Action<AgentNews> watcher)
    {
        _watchers.Add(watcher);
        watcher(_health.News());
    }

    internal void EndLife() => Phase = AgentPhase.Ended;

    internal void Raise(Fault fault)
    {
        _world.Trace.Add(Name, $"sees {fault.Reason}");
        if (OrderRule.IsRepeated(fault.Kind))
            Standing ??= fault;
        TellWatchers();
    }

    internal void TellWatchers()
    {
        var news = _health.News();
        foreach (var watcher in _watchers)
            watcher(news);
    }

    /// <summary>SIGTERM: what is mounted is unmounted, then the process ends.</summary>
    internal void AskToEnd()
    {
        Ends = true;
        Host.Run(() => _world.Start(EndAsync()));
    }

    internal void Kill(string why)
    {
        if (Host.Dead)
            return;
        _world.Trace.Add(Name, $"agent in {PodUid} ends: {why}");
        _world.DisturbTarget(Pod.Target);
        Host.Kill();
        Machine.Kubelet.AgentEnded(this, why);
    }

    private async Task EndAsync()
    {
        EndLife();
        while (_runningKey is not null)
            await _world.Agenda.Rest(Host, TimeSpan.FromSeconds(1));
        if (Target is { } target)
        {
            Execute(new AgentOrder(TargetOperation.Unmount, target, TimeSpan.FromSeconds(300)), Pod.Incarnation, _ => { });
            while (_runningKey is not null)
                await _world.Agenda.Rest(Host, TimeSpan.FromSeconds(1));
        }

        Kill("it was told to");
    }

    private async Task CarryOutAsync(AgentOrder order, string key)
    {
        (_runningKey, _hung, Target) = (key, false, order.Target);
        if (order.Operation == TargetOperation.Unmount)
            EndLife();
        else
            LastOrder = order;
        await Hands.Pause();
        _world.Trace.Add(Name, $"begins {order.Operation} in {Machine.Id}");
        var outcome = await Operation(order);
        _world.Trace.Add(Name, $"{order.Operation}: {outcome.Fault?.ToString() ?? (outcome.Absent ? "absent everywhere" : "done")}");
        _last = (key, outcome);
        if (outcome.Fault is { } fault && OrderRule.IsRepeated(fault.Kind))
            Standing ??= fault;
        if (outcome.Fault is null && order.Operation == TargetOperation.Mount && Phase == AgentPhase.Idle)
        {
            Phase = AgentPhase.Mounted;
            _health.Start();
        }

        if (order.Operation == TargetOperation.Unmount && outcome.Absent)
        {
            SaidAbsent = true;
            _world.Witness.SaidAbsent(this);
            _world.ReleaseHeld(Key);
        }

        _hung = Hands.Hung is not null;
        if (_hung)
            Hands.Hung!(() => _runningKey = null);
        else
            _runningKey = null;
        TellWatchers();
        foreach (var reply in _waiting.ToArray())
            reply(outcome);
        _waiting.Clear();
    }

    private Task<AgentOutcome> Operation(AgentOrder order)
    {
        var target = order.Operation == TargetOperation.Unmount && _touched is { } touched && touched.Label == order.Target.Label
            ? order.Target with { DevicePath = touched.DevicePath }
            : order.Target with { DevicePath = Machine.Resolve(order.Target.DevicePath) };
        if (order.Operation != TargetOperation.Unmount)
            _touched = target;
        return order.Operation switch
        {
            TargetOperation.Format => FormatWork.RunAsync(Hands, target, order.Within),
            TargetOperation.Mount => MountWork.RunAsync(Hands, target, order.Within),
            _ => UnmountWork.RunAsync(Hands, target, order.Within),
        };
    }
}
