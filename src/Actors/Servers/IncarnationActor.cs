using Akka.Actor;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Agents.Reservations;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Servers;

/// <summary>
/// One life of a server: its pod and the session with its agent. It does what its parent says is due, reports what came of it, and
/// fails by a typed exception, by design. It is inert until it has asked the parent; stopping it never touches the world.
/// </summary>
public sealed class IncarnationActor : ReceiveActor, IWithTimers
{
    private readonly IncarnationId _id;
    private readonly ServerSpec _spec;
    private readonly ActorServices _services;
    private readonly IActorRef _podWatch;
    private readonly IncarnationCalls _calls;
    private readonly CancellationTokenSource _stop = new();
    private IncarnationOrders? _orders;
    private IncarnationStep? _executed;
    private IAgentSession? _session;
    private bool _connecting;
    private bool _creating;
    private bool _resting;
    private FactIs<PodFact>? _pod;
    private bool _podSeen;
    private string? _podUid;
    private string? _bootSeen;
    private bool _nodeSeen;
    private bool _removalTold;
    private long? _lastReport;

    /// <summary>Creates the actor of this life.</summary>
    public IncarnationActor(IncarnationId id, ServerSpec spec, ActorServices services, IActorRef podWatch)
    {
        _id = id;
        _spec = spec;
        _services = services;
        _podWatch = podWatch;
        _calls = new IncarnationCalls(id, services, _stop.Token);
        Receive<IncarnationOrders>(Obey);
        Receive<FactIs<PodFact>>(OnPod);
        Receive<CheckNode>(_ => OnCheckNode());
        Receive<StartOver>(_ => OnStartOver());
        Receive<NeverStarted>(_ => OnNeverStarted());
        Receive<IncarnationCalls.PodReady>(OnPodReady);
        Receive<IncarnationCalls.TryAgain>(OnTryAgain);
        Receive<IncarnationCalls.Connected>(OnConnected);
        Receive<IncarnationCalls.Executed>(OnExecuted);
        Receive<IncarnationCalls.Reported>(r => OnReported(r.Report));
        Receive<IncarnationCalls.Failed>(f => Fail(f.Fault, f.Error));
        Receive<IncarnationCalls.Obsolete>(_ => { });
        Receive<CommandReply>(_ => { });
    }

    private sealed record CheckNode;

    private sealed record StartOver;

    private sealed record NeverStarted;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.Parent.Tell(new WhatIsDue(_id.Number));
        _podWatch.Tell(new SubscribeFact(_spec.Target.EntityId));
        Timers.StartPeriodicTimer(nameof(CheckNode), new CheckNode(), IncarnationLimits.NodeCheck);
    }

    /// <summary>A session built anew rests first: ten broken ones must not be over before whatever broke them is.</summary>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        _resting = true;
        Timers.StartSingleTimer(nameof(StartOver), new StartOver(), IncarnationLimits.Retry);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stop.Cancel();
        _stop.Dispose();
        if (_session is not null)
            _ = _session.DisposeAsync().AsTask();
    }

    private void Obey(IncarnationOrders orders)
    {
        _orders = orders;
        Judge();
        Advance();
    }

    private void OnStartOver()
    {
        _resting = false;
        Advance();
    }

    /// <summary>Takes the next step that is possible: pod, session, order. Called again whenever something changed.</summary>
    private void Advance()
    {
        if (_resting || _orders is not { } orders)
            return;
        var starting = orders.Effect.Step == IncarnationStep.Start;
        if (starting && _session is null && !Timers.IsTimerActive(nameof(NeverStarted)))
            Timers.StartSingleTimer(nameof(NeverStarted), new NeverStarted(), IncarnationLimits.Start);
        if (_podUid is null && starting)
        {
            if (_creating)
                return;
            _creating = true;
            _calls.CreatePod(Order(orders), Self);
        }
        else if (_session is null)
        {
            Connect();
        }
        else if (_executed != orders.Effect.Step)
        {
            _executed = orders.Effect.Step;
            Execute(orders);
        }
    }

    private void Connect()
    {
        var pod = _services.View.Pods.GetValueOrDefault(_spec.Target.EntityId);
        if (_connecting || pod is null || pod.Incarnation != _id || pod.AgentEndpoint.Length == 0)
            return;
        _connecting = true;
        var limit = _orders!.Effect.Step == IncarnationStep.Start ? IncarnationLimits.Start : IncarnationLimits.Reconnect;
        _calls.Connect(pod.AgentEndpoint, limit, Self);
    }

    private void Execute(IncarnationOrders orders)
    {
        switch (orders.Effect.Step)
        {
            case IncarnationStep.Start:
                Context.Parent.Tell(new ReportKernel(_id.Number, _session!.Kernel, _session.PodUid));
                break;
            case IncarnationStep.Watch:
                _calls.Watch(_session!, Self);
                break;
            default:
                _calls.Execute(_session!, OrderFor(orders), Self);
                break;
        }
    }

    /// <summary>The predecessor still holds the pod's name or answers at its address: it is being removed.</summary>
    private void OnTryAgain(IncarnationCalls.TryAgain again)
    {
        _creating = false;
        _connecting = false;
        Context.Parent.Tell(new Obstructed(_id.Number, again.Why));
        Timers.StartSingleTimer(nameof(StartOver), new StartOver(), again.After);
    }

    private void OnPodReady(IncarnationCalls.PodReady ready)
    {
        _creating = false;
        _podUid = ready.Uid;
        Context.Parent.Tell(new ReportPod(_id.Number, ready.Uid));
        Advance();
    }

    private void OnConnected(IncarnationCalls.Connected connected)
    {
        _connecting = false;
        _session = connected.Session;
        Timers.Cancel(nameof(NeverStarted));
        var kernel = connected.Session.Kernel;
        _services.Regions.TellMachine(kernel.SystemUuid, new ObserveBoot(kernel.BootId, _orders!.Effect.Node, null), Self);
        if (_orders.Effect.Step != IncarnationStep.Start)
            Context.Parent.Tell(new ReportKernel(_id.Number, kernel, connected.Session.PodUid));
        Advance();
    }

    private void OnExecuted(IncarnationCalls.Executed executed)
    {
        var outcome = executed.Outcome;
        if (outcome.Fault is { Kind: FaultKind.Transient } transient)
        {
            _executed = null;
            Timers.StartSingleTimer(nameof(StartOver), new StartOver(), IncarnationLimits.Retry);
            throw IncarnationException.For(_id.Number, _podUid, transient);
        }

        if (outcome.Fault is { } fault && executed.Operation != AgentOperation.Unmount)
            throw IncarnationException.For(_id.Number, _podUid, fault);
        Context.Parent.Tell(executed.Operation switch
        {
            AgentOperation.Format => new ReportFormatted(_id.Number, outcome.DeviceUuid),
            AgentOperation.Mount => new ReportMounted(_id.Number, outcome.DeviceUuid),
            _ => (object)new ReportUnmounted(_id.Number, outcome.AbsentEverywhere, outcome.Fault?.Message ?? "absent from every mount table, device unheld"),
        });
    }

    private void OnReported(AgentReport report)
    {
        if (report.Fault is { } fault)
            throw IncarnationException.For(_id.Number, _podUid, fault);
        _lastReport = _services.Time.GetTimestamp();
        Context.Parent.Tell(new Observed(_id.Number, report));
    }

    private void OnPod(FactIs<PodFact> seen)
    {
        _pod = seen;
        Judge();
        Advance();
    }

    /// <summary>
    /// The end of the pod is the end of this life; a pod of another life is not ours to judge. What is seen before the orders are known
    /// is judged with them: the view may answer first, and says nothing more about a pod that is gone.
    /// </summary>
    private void Judge()
    {
        if (_pod is not { } seen)
            return;
        var pod = seen.Fact;
        if (pod is not null && pod.Incarnation == _id)
        {
            _podSeen = true;
            _podUid ??= pod.Uid;
            TellRemoval(pod);
            if (pod.Phase == PodPhase.Ended)
                Fail(new Fault(FaultKind.PodCrashed, "ContainerEnded", $"pod {_spec.Target.ObjectName} on {pod.Node} ended: {pod.Ending}"), null);
        }
        else if ((_podSeen || (_orders is { } orders && orders.Effect.Step != IncarnationStep.Start)) && !IsInView())
        {
            Fail(new Fault(FaultKind.PodCrashed, "PodVanished", $"pod {_spec.Target.ObjectName} of incarnation {_id.Number} is gone"), null);
        }
    }

    /// <summary>The view is written before its changes are told: it may know the pod already.</summary>
    private bool IsInView() => _services.View.Pods.GetValueOrDefault(_spec.Target.EntityId)?.Incarnation == _id;

    private void OnCheckNode()
    {
        if (_orders is not { } orders)
            return;
        var node = orders.Effect.Node;
        if (SilenceRule.Judge(Heard(node), _spec.Healing, Rules.All) is { } lost)
            Fail(lost, null);
        var boot = _services.View.Nodes.GetValueOrDefault(node)?.Kernel.BootId;
        if (_bootSeen is not null && boot is not null && boot != _bootSeen && orders.Effect.Kernel is { } kernel && boot != kernel.BootId)
            Fail(new Fault(FaultKind.Node, FaultReasons.NodeRebooted, $"{node} runs boot {boot}; the target was mounted under {kernel.BootId}"), null);
        _bootSeen = boot ?? _bootSeen;
    }

    private SilenceFacts Heard(string node)
    {
        var view = _services.View;
        var known = !view.NodesCurrent || view.Nodes.ContainsKey(node);
        var facts = new SilenceFacts(
            node, known, _nodeSeen, view.SilentFor(node), _lastReport is { } at ? _services.Time.GetElapsedTime(at) : null);
        _nodeSeen |= view.Nodes.ContainsKey(node);
        return facts;
    }

    /// <summary>A drain, or a person, removes the pod: told once, while there is an agent that can still prove the unmount.</summary>
    private void TellRemoval(PodFact pod)
    {
        if (!pod.Deleting || pod.Phase == PodPhase.Ended || _removalTold)
            return;
        _removalTold = true;
        Context.Parent.Tell(new ReportPodRemoval(_id.Number));
    }

    private void OnNeverStarted()
    {
        _podUid ??= EarlierLifeInView();
        Fail(new Fault(FaultKind.PodCrashed, "NeverStarted", $"no agent answered within {IncarnationLimits.Start.TotalSeconds:F0} s of the plan"), null);
    }

    /// <summary>
    /// The pod of an earlier life of which the journal never heard, because the answer to its creation was lost, keeps the name: unless it is
    /// named as what this life leaves behind, nobody ever removes it.
    /// </summary>
    private string? EarlierLifeInView() =>
        _services.View.Pods.GetValueOrDefault(_spec.Target.EntityId) is { Incarnation: { } other } pod && other.Epoch == _id.Epoch && _id.Follows(other)
            ? pod.Uid
            : null;

    private void Fail(Fault fault, Exception? error)
    {
        _creating = false;
        _connecting = false;
        if (fault.Kind == FaultKind.Transient)
            Timers.StartSingleTimer(nameof(StartOver), new StartOver(), IncarnationLimits.Retry);
        throw IncarnationException.For(_id.Number, _podUid, fault, error);
    }

    private PodOrder Order(IncarnationOrders orders) => new(
        _spec.Target,
        _id,
        orders.Effect.Node,
        DeviceOn(orders.Effect.Node),
        _spec.Runtime.Image,
        _spec.Runtime.Kind,
        _spec.Runtime.HostNetwork,
        _spec.Healing.UnmountTimeoutSeconds,
        _spec.OwnerUid);

    private AgentOrder OrderFor(IncarnationOrders orders)
    {
        var operation = orders.Effect.Step switch
        {
            IncarnationStep.Format => AgentOperation.Format,
            IncarnationStep.Mount => AgentOperation.Mount,
            _ => AgentOperation.Unmount,
        };
        var timeout = operation == AgentOperation.Unmount ? _spec.Healing.UnmountTimeoutSeconds : _spec.Healing.MountTimeoutSeconds;
        return new AgentOrder(
            operation,
            _spec.Target,
            DeviceOn(orders.Effect.Node),
            _spec.Runtime.Backend.ToString().ToLowerInvariant(),
            [.. _spec.ServiceNodes.Select(n => n.Nids)],
            _spec.MgsNids,
            orders.DeviceUuid,
            timeout)
        {
            Networks = _spec.Networks,
            ForceImportAllowed = orders.ForceImportAllowed,
            Reservation = operation == AgentOperation.Mount ? ReservationBackends.WordFor(_spec.Healing.Fencing) : "",
            SelfFence = _spec.Healing.SelfFenceEnabled,
        };
    }

    private DeviceRef DeviceOn(string node) =>
        _spec.Device with { Path = _spec.ServiceNodes.FirstOrDefault(n => n.Name == node)?.DevicePath ?? _spec.Device.Path };
}
