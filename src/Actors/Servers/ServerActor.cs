using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Filesystems;
using LustreSupervisor.Actors.Machines;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Servers.Episodes;

namespace LustreSupervisor.Actors.Servers;

/// <summary>One Lustre server. Supervises its incarnation; what the target's fate is, the core decides and the journal holds.</summary>
public sealed class ServerActor : AggregateShell<ServerState, ServerCommand, ServerEvent, ServerEffect>
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAtWindowAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReportAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>A view is whole a moment after a member has started, and nothing may be done before: looked at often.</summary>
    private static readonly TimeSpan LookWhetherKnownAfter = TimeSpan.FromMilliseconds(100);
    private readonly string _entityId;
    private readonly IActorRef _podWatch;
    private readonly IActorRef _targetWatch;
    private readonly ConditionClock _conditions = new();
    private readonly PodClearing _clearing;
    private readonly ProofQuest _quest;
    private Publishing<TargetView>? _publishing;
    private Observed? _observed;
    private string _refusal = "";
    private ServerPhase _reported = ServerPhase.Unknown;
    private Fault? _softFault;
    private string _obstacle = "";
    private ServerPhase _obstructed;
    private bool _childFaulted;
    private EpisodeLog _episodes = EpisodeLog.Empty;

    /// <summary>Creates the actor of the server with this key.</summary>
    public ServerActor(string entityId, ActorServices services, IActorRef podWatch, IActorRef targetWatch)
        : base("server/" + entityId, ServerState.Initial, services)
    {
        _entityId = entityId;
        _podWatch = podWatch;
        _targetWatch = targetWatch;
        _clearing = new PodClearing(services, Self);
        _quest = new ProofQuest(services);
        Command<PlaceInPlan>(OnPlace);
        Command<ChildFaulted>(OnChildFaulted);
        Command<Terminated>(OnTerminated);
        Command<WhatIsDue>(OnWhatIsDue);
        Command<Observed>(OnObserved);
        Command<Obstructed>(o => Note(o.Number, o.Why));
        Command<LookForNode>(_ => OnLookForNode());
        Command<AskAgain>(_ => OnAskProof());
        Command<LookAtWindow>(_ => OnWindow());
        Command<ProofAnswer>(OnProof);
        Command<ReportAgain>(_ => Report());
        Command<FactIs<TargetFact>>(OnTarget);
        Command<LookWhetherFree>(_ => OnLookWhetherFree());
        Command<PhaseNoted>(n => _reported = n.Phase);
        Command<CommandReply>(OnReply);
        Command<PodClearing.Retry>(r => _clearing.Run(State, r.Pod, Timers));
        Command<PodClearing.Failed>(f => PodClearing.OnFailed(f, Running.ContainsKey(new ClearPod(f.Pod).Id), Timers));
        Command<PodClearing.Cleared>(_ => { });
        Command<Publishing<TargetView>.Due>(_ => _publishing?.OnDue(Self));
        Command<Publishing<TargetView>.Ended>(e => _publishing?.OnEnded(e, Self));
    }

    private sealed record LookForNode;

    private sealed record AskAgain;

    private sealed record LookAtWindow;

    private sealed record LookWhetherFree;

    private sealed record ReportAgain;

    /// <inheritdoc/>
    protected override ServerCommand ResumeCommand => new Resume();

    /// <inheritdoc/>
    protected override ServerCommand BlameCommand(string reason) => new BlameSupervisor(reason);

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => CrashStrategy.Create(Self);

    /// <inheritdoc/>
    protected override Decision<ServerEvent> Decide(ServerState state, ServerCommand command, DecisionContext context) =>
        ServerDecider.Decide(state, command, context);

    /// <inheritdoc/>
    protected override ServerState Evolve(ServerState state, ServerEvent e) => ServerEvolver.Evolve(state, e);

    /// <inheritdoc/>
    protected override void OnFolded(ServerEvent e)
    {
        _episodes = EpisodeFold.Apply(_episodes, e);
        if (!IsRecovering)
            Services.Live.Set(_entityId, _episodes);
    }

    /// <inheritdoc/>
    protected override ImmutableArray<ServerEffect> Due(ServerState state) =>
        ServerEffects.Due(state, Rules.All, Services.View.IsFree(_entityId));

    /// <inheritdoc/>
    protected override void OnRefused(ServerCommand command, string code, string message)
    {
        _refusal = $"{code}: {message}";
        OnChanged();
    }

    /// <inheritdoc/>
    protected override void Start(ServerEffect effect)
    {
        switch (effect)
        {
            case RunIncarnation e:
                Run(e);
                break;
            case PlaceAt e:
                var wait = e.Time - Services.Time.GetUtcNow();
                Timers.StartSingleTimer(e.Id, new LookForNode(), wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
                break;
            case AskProof:
                OnAskProof();
                break;
            case WatchWindow:
                OnWindow();
                break;
            case ClearPod e:
                _clearing.Run(State, e.Pod, Timers);
                break;
            default:
                throw new InvalidOperationException($"Unknown effect {effect.GetType().Name}.");
        }
    }

    /// <inheritdoc/>
    protected override void Cancel(ServerEffect effect)
    {
        Timers.Cancel(effect.Id);
        if (effect is RunIncarnation e)
            Context.Stop(ChildOf(e));
        if (effect is AskProof)
            _quest.End();
    }

    /// <inheritdoc/>
    protected override void OnChanged()
    {
        Services.Live.Set(_entityId, State);
        Services.Live.Set(_entityId, new ServerNotes(_refusal, _obstructed == State.Phase ? _obstacle : "", ServerViews.Clients(_observed)));
        if (State.Spec is null)
            return;
        LookAgainWhileHeld();
        _publishing ??= new Publishing<TargetView>(Timers, Services.Time, Services.Status.PublishAsync);
        var view = ServerViews.Of(State, _observed, _refusal, Services.Time.GetUtcNow());
        _publishing.Want(view with { Conditions = _conditions.Stamp(view.Conditions, Services.Time.GetUtcNow()) }, Self);
        Report();
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        base.PreStart();
        _targetWatch.Tell(new SubscribeFact(_entityId));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Services.Live.RemoveServer(_entityId);
        _clearing.Dispose();
        base.PostStop();
    }

    /// <summary>The journal does not say when this member's view of people's words lets the server go.</summary>
    private void LookAgainWhileHeld()
    {
        if (!Services.View.IsFree(_entityId))
            Timers.StartSingleTimer("free", new LookWhetherFree(), Services.View.PeopleKnown ? LookAgainAfter : LookWhetherKnownAfter);
    }

    /// <summary>A fact that was told before the server was declared is noted here.</summary>
    private void OnLookWhetherFree()
    {
        if (Services.View.PeopleKnown && Services.View.HandsOff(_entityId) is var reason && reason != State.HandsOff)
            Handle(new NoteHandsOff(reason));
        else
            Reconcile();
    }

    /// <summary>Told once this member has seen all annotations, and at every change: what the journal says of it is brought up to date.</summary>
    private void OnTarget(FactIs<TargetFact> seen)
    {
        var reason = seen.Fact?.HandsOff ?? "";
        if (State.Spec is not null && reason != State.HandsOff)
            Handle(new NoteHandsOff(reason));
    }

    private static string NameOf(RunIncarnation effect) => "incarnation-" + effect.Incarnation.Number;

    private static IActorRef ChildOf(RunIncarnation effect) => Context.Child(NameOf(effect));

    private void Run(RunIncarnation effect)
    {
        var child = ChildOf(effect);
        if (child.IsNobody())
        {
            _softFault = null;
            _observed = null;
            child = Context.ActorOf(
                Props.Create(() => new IncarnationActor(effect.Incarnation, State.Declared, Services, _podWatch)), NameOf(effect));
            Context.Watch(child);
        }
        else
        {
            child.Tell(Orders(effect));
        }
    }

    private IncarnationOrders Orders(RunIncarnation effect) => new(effect, State.Declared, State.DeviceUuid, ForceImport.IsAllowed(State));

    private void OnWhatIsDue(WhatIsDue ask)
    {
        var effect = Running.Values.OfType<RunIncarnation>().FirstOrDefault(e => e.Incarnation.Number == ask.Number);
        if (effect is not null)
            Sender.Tell(Orders(effect));
    }

    private void OnPlace(PlaceInPlan place)
    {
        Handle(place.Declaration);
        Acknowledge(Sender);
    }

    /// <summary>Says what is journaled so far; the file system's actor repeats until that is what it asked for.</summary>
    private void Acknowledge(IActorRef filesystem)
    {
        if (State.Spec is { } spec)
            filesystem.Tell(new ServerAcknowledged(spec.Target.ObjectName, spec, State.Phase > ServerPhase.Declared, State.Phase, LastSequenceNr, State.Claim?.Kernel.SystemUuid));
    }

    private void OnChildFaulted(ChildFaulted faulted)
    {
        var verdict = CrashPolicy.RowFor(faulted.Fault.Kind).Child;
        if (verdict != ChildVerdict.Stop)
        {
            _softFault = faulted.Fault;
            Note(faulted.Number, faulted.Fault.ToString());
            Log.Info("{0} incarnation {1}: {2}", _entityId, faulted.Number, faulted.Fault);
            return;
        }

        _childFaulted = true;
        Handle(new FailIncarnation(faulted.Number, faulted.Fault, faulted.PodUid));
    }

    /// <summary>What a life cannot get past: shown as long as its phase lasts.</summary>
    private void Note(long number, string why)
    {
        if (State.Current?.Id.Number != number || (_obstacle == why && _obstructed == State.Phase))
            return;
        (_obstacle, _obstructed) = (why, State.Phase);
        OnChanged();
    }

    /// <summary>A child that ended without a fault of its own while it was due has spent its session budget.</summary>
    private void OnTerminated(Terminated terminated)
    {
        var faulted = _childFaulted;
        _childFaulted = false;
        var effect = Running.Values.OfType<RunIncarnation>().FirstOrDefault(e => NameOf(e) == terminated.ActorRef.Path.Name);
        if (effect is null || IsReplaced(terminated.ActorRef))
            return;
        Forget(effect.Id);
        if (!faulted)
        {
            var number = effect.Incarnation.Number;
            Services.View.Pods.TryGetValue(_entityId, out var pod);
            Handle(new FailIncarnation(number, SessionBudget.Spent(_softFault, pod, effect.Incarnation), State.Current?.PodUid));
            return;
        }

        Reconcile();
    }

    /// <summary>A child of the same name may have been made before the end of its predecessor is told.</summary>
    private static bool IsReplaced(IActorRef child)
    {
        var now = Context.Child(child.Path.Name);
        return !now.IsNobody() && !now.Equals(child);
    }

    private void OnObserved(Observed observed)
    {
        _observed = observed;
        Handle(new ReportRecovery(observed.Number, observed.Report.Recovery));
        OnChanged();
    }

    private void OnLookForNode()
    {
        if (!Running.ContainsKey("place"))
            return;
        Timers.StartSingleTimer("place", new LookForNode(), LookAgainAfter);
        if (!Services.View.NodesCurrent)
            return;
        _refusal = "";
        Handle(new Proceed(Candidates(State.Declared)));
    }

    /// <summary>Only service nodes are looked at: a placement on any other would be refused, and a site has thousands.</summary>
    private ImmutableArray<NodeCandidate> Candidates(ServerSpec spec)
    {
        var nodes = Services.View.Nodes;
        return NodeCandidates.For(
            spec, spec.ServiceNodes.Select(s => nodes.GetValueOrDefault(s.Name)).OfType<NodeFact>(), Services.View.Pods.Values, Services.View.SilentFor);
    }

    /// <inheritdoc/>
    protected override ServerCommand WithFacts(ServerCommand command) =>
        command is Failover { Nodes.IsEmpty: true } failover && State.Spec is { } spec ? failover with { Nodes = Candidates(spec) } : command;

    private void OnWindow()
    {
        if (!Running.ContainsKey("window"))
            return;
        Timers.StartSingleTimer("window", new LookAtWindow(), LookAtWindowAfter);
        if (Services.View.NodesCurrent)
            Handle(new ConsiderFailback(Candidates(State.Declared)));
    }

    private void OnAskProof()
    {
        if (State.Claim is not { } claim || !Running.ContainsKey("proof"))
            return;
        _quest.Ask(State, claim, Self);
        Timers.StartSingleTimer("proof", new AskAgain(), LookAgainAfter);
        if (_quest.Heard(State, claim) is { } heard)
            Handle(heard);
    }

    private void OnProof(ProofAnswer answer)
    {
        if (answer.Proof is { } proof)
        {
            _refusal = "";
            Handle(new AcceptProof(proof));
            return;
        }

        if (!Running.ContainsKey("proof"))
            return;
        if (answer.Progress.Length > 0)
            _refusal = answer.Progress;
        _quest.RequestFence(State, answer.Claim, LastSequenceNr, Self);
        OnChanged();
    }

    /// <summary>The file system refuses to have the machine fenced: that is what the server waits for.</summary>
    private void OnReply(CommandReply reply)
    {
        if (reply is not CommandReply.Rejected refused || State.Phase != ServerPhase.AwaitingProof)
            return;
        _refusal = $"{refused.Code}: {refused.Message}";
        OnChanged();
    }

    private void Report()
    {
        if (State.Spec is null || _reported == State.Phase)
            return;
        var target = State.Declared.Target;
        Services.Regions.TellFilesystem(target.FilesystemId, new PhaseReport(target.ObjectName, State.Phase, LastSequenceNr, State.Claim?.Kernel.SystemUuid), Self);
        Timers.StartSingleTimer("report", new ReportAgain(), ReportAgainAfter);
    }
}
