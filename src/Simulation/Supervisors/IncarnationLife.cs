using LustreSupervisor.Simulation.Agents;
using LustreSupervisor.Simulation.Api;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Simulation.Supervisors;

/// <summary>One life of a server as a supervisor watches it: <c>IncarnationActor</c> and the strategy above it.</summary>
internal sealed class IncarnationLife(World world, Member member, ServerEntity parent, IncarnationId id, ServerSpec spec)
{
    private static readonly TimeSpan NodeCheck = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan ReconnectWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan OrderGrace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private readonly Host _host = parent.Host.Inside("life");
    private readonly List<DateTimeOffset> _restarts = [];
    private Host _session = parent.Host.Inside("session");
    private RunIncarnation? _effect;
    private readonly TargetId _target = spec.Target;
    private ServerSpec _spec = spec;
    private string _deviceUuid = "";
    private bool _force;
    private IncarnationStep? _executed;
    private AgentSession? _agent;
    private bool _connecting;
    private bool _creating;
    private bool _neverStartedSet;
    private bool _podSeen;
    private bool _told;
    private PodFact? _pod;
    private string? _podUid;
    private string? _bootSeen;
    private bool _nodeSeen;
    private bool _removalTold;
    private DateTimeOffset? _lastReport;
    private Fault? _soft;

    internal IncarnationId Id => id;

    internal void Begin()
    {
        Subscribe();
        CheckNode();
    }

    internal void Stop()
    {
        _host.Kill();
        _session.Kill();
    }

    internal void Obey(RunIncarnation effect, ServerSpec now, string deviceUuid, bool force)
    {
        (_effect, _spec, _deviceUuid, _force) = (effect, now, deviceUuid, force);
        Later(TimeSpan.Zero, () =>
        {
            Judge();
            Advance();
        });
    }

    private bool Starting => _effect!.Step == IncarnationStep.Start;

    private string Key => _target.EntityId;

    private void Subscribe() => member.Picture.Subscribe(Key, _session, fact =>
    {
        (_told, _pod) = (true, fact);
        Judge();
        Advance();
    });

    private void Later(TimeSpan delay, Action action) => world.Agenda.After(delay, _session, action);

    private void Advance()
    {
        if (_effect is null || _session.Dead)
            return;
        if (Starting && _agent is null && !_neverStartedSet)
        {
            _neverStartedSet = true;
            Later(StartWithin, () =>
            {
                if (_agent is not null)
                    return;
                if (member.Picture.Pods.GetValueOrDefault(Key) is { Incarnation: { } other } pod && other.Epoch == id.Epoch && id.Follows(other))
                    _podUid ??= pod.Uid;
                Fail(new Fault(FaultKind.PodCrashed, "NeverStarted", "no agent answered in time"));
            });
        }

        if (_podUid is null && Starting)
            Create();
        else if (_agent is null)
            Connect();
        else if (_executed != _effect.Step)
            Execute(_agent, _executed = _effect.Step);
    }

    private void Create()
    {
        if (_creating)
            return;
        _creating = true;
        world.Start(CreateAsync(_session, _effect!.Node));
    }

    private async Task CreateAsync(Host session, string node)
    {
        try
        {
            world.Witness.SupervisorCreates(parent, _spec);
            var uid = await world.Api.Call(session, () => true, () => world.Api.CreatePod(_target, id, node));
            (_creating, _podUid) = (false, uid);
            parent.Told(new ReportPod(id.Number, uid));
            Advance();
        }
        catch (NameTakenException)
        {
            _creating = false;
            Later(TimeSpan.FromSeconds(0.5), Advance);
        }
        catch (ApiUnavailableException)
        {
            _creating = false;
            Fail(new Fault(FaultKind.Transient, "ClusterUnavailable", "the API server does not answer"));
        }
    }

    private void Connect()
    {
        var pod = member.Picture.Pods.GetValueOrDefault(Key);
        if (_connecting || pod is null || pod.Incarnation != id || pod.AgentEndpoint.Length == 0)
            return;
        _connecting = true;
        world.Start(ConnectAsync(_session, pod.AgentEndpoint, world.Agenda.Now + (Starting ? StartWithin : ReconnectWithin)));
    }

    private async Task ConnectAsync(Host session, string endpoint, DateTimeOffset until)
    {
        while (world.Agenda.Now < until)
        {
            if (await AgentSession.HelloAsync(world, session, endpoint, id) is { } agent)
            {
                _connecting = false;
                Connected(agent);
                return;
            }

            await world.Agenda.Rest(session, Retry);
        }

        _connecting = false;
        Fail(new Fault(FaultKind.Session, "DeadlinePassed", "no answer in time"));
    }

    private void Connected(AgentSession agent)
    {
        _agent = agent;
        var node = _effect!.Node;
        member.TellBoot(agent.Kernel.SystemUuid, new ObserveBoot(agent.Kernel.BootId, node, null));
        if (!Starting)
            parent.Told(new ReportKernel(id.Number, agent.Kernel, agent.PodUid));
        Advance();
    }

    private void Execute(AgentSession agent, IncarnationStep? step)
    {
        if (step == IncarnationStep.Start)
            parent.Told(new ReportKernel(id.Number, agent.Kernel, agent.PodUid));
        else if (step == IncarnationStep.Watch)
            Watch(agent);
        else
            world.Start(OrderAsync(agent, step switch
            {
                IncarnationStep.Format => TargetOperation.Format,
                IncarnationStep.Mount => TargetOperation.Mount,
                _ => TargetOperation.Unmount,
            }));
    }

    private void Watch(AgentSession agent)
    {
        var session = _session;
        agent.Watch(session, news =>
        {
            if (news.Fault is { } fault)
            {
                Fail(fault);
                return;
            }

            _lastReport = world.Agenda.Now;
            if (news.Mounted)
                parent.Told(new ReportRecovery(id.Number, news.Recovery));
        });
        Silence(agent, session);
    }

    /// <summary>A connection that breaks is noticed: by its keep-alives.</summary>
    private void Silence(AgentSession agent, Host session) => world.Agenda.After(TimeSpan.FromSeconds(10), session, () =>
    {
        if (agent.IsBroken)
            Fail(new Fault(FaultKind.Session, "SessionBroken", "the agent ended its reports"));
        else
            Silence(agent, session);
    });

    private async Task OrderAsync(AgentSession agent, TargetOperation operation)
    {
        var within = TimeSpan.FromSeconds(operation == TargetOperation.Unmount ? _spec.Healing.UnmountTimeoutSeconds : _spec.Healing.MountTimeoutSeconds);
        world.Witness.SupervisorOrders(parent, _spec, operation);
        var outcome = await agent.ExecuteAsync(_session, new AgentOrder(operation, Wanted(), within), within + OrderGrace);
        if (outcome is null)
            Fail(new Fault(FaultKind.Session, "DeadlinePassed", "no answer in time"));
        else if (outcome.Fault is { Kind: FaultKind.Transient } transient)
        {
            _executed = null;
            Fail(transient);
        }
        else if (outcome.Fault is { } fault && operation != TargetOperation.Unmount)
            Fail(fault);
        else
            parent.Told(operation switch
            {
                TargetOperation.Format => new ReportFormatted(id.Number, outcome.Uuid),
                TargetOperation.Mount => new ReportMounted(id.Number, outcome.Uuid),
                _ => (ServerCommand)new ReportUnmounted(id.Number, outcome.Absent, outcome.Fault?.Message ?? "absent everywhere"),
            });
    }

    private void Judge()
    {
        if (!_told || _effect is null)
            return;
        if (_pod is { } pod && pod.Incarnation == id)
        {
            _podSeen = true;
            _podUid ??= pod.Uid;
            if (pod is { Deleting: true, Phase: not PodPhase.Ended } && !_removalTold)
            {
                _removalTold = true;
                parent.Told(new ReportPodRemoval(id.Number));
            }

            if (pod.Phase == PodPhase.Ended)
                Fail(new Fault(FaultKind.PodCrashed, "ContainerEnded", pod.Ending));
        }
        else if ((_podSeen || !Starting) && member.Picture.Pods.GetValueOrDefault(Key)?.Incarnation != id)
        {
            Fail(new Fault(FaultKind.PodCrashed, "PodVanished", "its pod is gone"));
        }
    }

    private void CheckNode()
    {
        world.Agenda.After(NodeCheck, _host, CheckNode);
        if (_effect is null)
            return;
        var node = _effect.Node;
        if (SilenceRule.Judge(Heard(node), _spec.Healing, world.Rules) is { } lost)
            Fail(lost);
        var boot = member.Picture.Nodes.GetValueOrDefault(node)?.Kernel.BootId;
        if (_bootSeen is not null && boot is not null && boot != _bootSeen && _effect.Kernel is { } kernel && boot != kernel.BootId)
            Fail(new Fault(FaultKind.Node, FaultReasons.NodeRebooted, $"{node} runs boot {boot}"));
        _bootSeen = boot ?? _bootSeen;
    }

    private SilenceFacts Heard(string node)
    {
        var picture = member.Picture;
        var known = !picture.IsCurrent || picture.Nodes.ContainsKey(node);
        var facts = new SilenceFacts(node, known, _nodeSeen, picture.SilentFor(node), _lastReport is { } at ? world.Agenda.Now - at : null);
        _nodeSeen |= picture.Nodes.ContainsKey(node);
        return facts;
    }

    /// <summary>The strategy: go on, start the session anew, or end the life.</summary>
    private void Fail(Fault fault)
    {
        if (_host.Dead)
            return;
        switch (CrashPolicy.RowFor(fault.Kind).Child)
        {
            case ChildVerdict.Resume:
                Later(Retry, Advance);
                break;
            case ChildVerdict.Restart:
                Restart(fault);
                break;
            default:
                End(fault);
                break;
        }
    }

    private void Restart(Fault fault)
    {
        _soft = fault;
        if (world.Trace.On)
            world.Trace.Add(member.Name, $"{_target.ObjectName} life {id.Number}: session anew: {fault}");
        _restarts.RemoveAll(t => world.Agenda.Now - t > CrashPolicy.SessionWindow);
        _restarts.Add(world.Agenda.Now);
        if (_restarts.Count > CrashPolicy.SessionRestartsMax)
        {
            End(SessionBudget.Spent(_soft, member.Picture.Pods.GetValueOrDefault(Key), id));
            return;
        }

        _session.Kill();
        _session = parent.Host.Inside("session");
        (_executed, _agent, _connecting, _creating, _neverStartedSet, _podSeen, _told) = (null, null, false, false, false, false, false);
        (_nodeSeen, _removalTold, _lastReport, _bootSeen) = (false, false, null, null);
        _podUid = null;
        Later(Retry, () =>
        {
            Subscribe();
            Advance();
        });
    }

    private void End(Fault fault)
    {
        if (world.Trace.On)
            world.Trace.Add(member.Name, $"{_target.ObjectName} life {id.Number} ends: {fault}");
        Stop();
        parent.LifeEnded(this, fault, _podUid);
    }

    private WantedTarget Wanted()
    {
        var node = _spec.ServiceNodes.FirstOrDefault(n => n.Name == _effect!.Node);
        var target = _spec.Target;
        return new WantedTarget(
            target.Label, target.FsName, target.Kind, target.Index, node?.DevicePath ?? _spec.Device.Path, _spec.Device.Id, "ldiskfs",
            [.. _spec.ServiceNodes.Select(n => n.Nids)], _spec.MgsNids, _deviceUuid)
        {
            ForceImportAllowed = _force,
        };
    }
}
