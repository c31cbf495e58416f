using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using LustreSupervisor.Actors.Machines;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Servers;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Filesystems;

/// <summary>One file system: keeps the plan and the ledger, tells servers what they are, and permits fences.</summary>
public sealed class FilesystemActor : AggregateShell<FilesystemState, FilesystemCommand, FilesystemEvent, FilesystemEffect>
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAtDeclarationEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);
    private readonly string _entityId;
    private readonly Dictionary<string, ServerPhase> _phases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _revisions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _claims = new(StringComparer.Ordinal);
    private readonly ConditionClock _conditions = new();
    private Publishing<FilesystemView>? _publishing;
    private FilesystemFact? _declared;
    private string _waitsFor = "";

    /// <summary>Creates the actor of the file system with this key.</summary>
    public FilesystemActor(string entityId, ActorServices services)
        : base("filesystem/" + entityId, FilesystemState.Initial, services)
    {
        _entityId = entityId;
        Command<DeclarationSeen>(OnDeclared);
        Command<LookAgain>(_ => Redeclare());
        Command<LookAtDeclaration>(_ => OnLookAtDeclaration());
        Command<Repeat>(r => Repeated(r.EffectId));
        Command<ServerAcknowledged>(OnAcknowledged);
        Command<PhaseReport>(OnPhase);
        Command<RequestFenceFor>(r => Handle(new RequestFence(r.ObjectName, r.Claim)
        {
            Objection = ObjectionTo(r.Claim.Kernel.SystemUuid), ByPerson = r.ByPerson, Revision = r.Revision, NotedRevision = _revisions.GetValueOrDefault(r.ObjectName),
        }));
        Command<AskNeighbour>(a => Sender.Tell(new NeighbourAnswer(a.FilesystemId, ObjectionTo(a.SystemUuid))));
        Command<CommandReply>(_ => { });
        Command<Publishing<FilesystemView>.Due>(_ => _publishing?.OnDue(Self));
        Command<Publishing<FilesystemView>.Ended>(e => _publishing?.OnEnded(e, Self));
    }

    private sealed record LookAgain;

    private sealed record LookAtDeclaration;

    private sealed record Repeat(string EffectId);

    /// <inheritdoc/>
    protected override FilesystemCommand ResumeCommand => new ResumeFilesystem();

    /// <inheritdoc/>
    protected override Decision<FilesystemEvent> Decide(FilesystemState state, FilesystemCommand command, DecisionContext context) =>
        FilesystemDecider.Decide(state, command, context);

    /// <inheritdoc/>
    protected override FilesystemState Evolve(FilesystemState state, FilesystemEvent e) => FilesystemEvolver.Evolve(state, e);

    /// <inheritdoc/>
    protected override ImmutableArray<FilesystemEffect> Due(FilesystemState state) => FilesystemEffects.Due(state);

    /// <inheritdoc/>
    protected override void Start(FilesystemEffect effect) => Send(effect);

    /// <inheritdoc/>
    protected override void Cancel(FilesystemEffect effect) => Timers.Cancel(effect.Id);

    /// <inheritdoc/>
    protected override void OnRefused(FilesystemCommand command, string code, string message)
    {
        if (command is not DeclareFilesystem)
            return;
        _waitsFor = message;
        Timers.StartSingleTimer(nameof(LookAgain), new LookAgain(), LookAgainAfter);
        OnChanged();
    }

    /// <inheritdoc/>
    protected override void OnChanged()
    {
        Services.Live.Set(_entityId, State);
        if (!Timers.IsTimerActive(nameof(LookAtDeclaration)))
            Timers.StartPeriodicTimer(nameof(LookAtDeclaration), new LookAtDeclaration(), LookAtDeclarationEvery);
        if (State.Uid.Length == 0)
            return;
        _publishing ??= new Publishing<FilesystemView>(Timers, Services.Time, Services.Status.PublishAsync);
        var view = FilesystemViews.Of(State, _phases, _waitsFor);
        _publishing.Want(view with { Conditions = _conditions.Stamp(view.Conditions, Services.Time.GetUtcNow()) }, Self);
        if (State.Spec is not null && !State.IsPlanned && _declared is not null)
            Timers.StartSingleTimer(nameof(LookAgain), new LookAgain(), LookAgainAfter);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Services.Live.RemoveFilesystem(_entityId);
        base.PostStop();
    }

    /// <summary>
    /// A declaration is told once. When it was lost, because this entity was just moving or the journal refused it, nobody tells it again.
    /// </summary>
    private void OnLookAtDeclaration()
    {
        if (Services.View.Filesystems.TryGetValue(_entityId, out var seen) && (seen.Generation != State.Generation || seen.Uid != State.Uid
            || seen.HandsOff != State.HandsOff || !State.IsPlanned))
            OnDeclared(new DeclarationSeen(seen));
    }

    private void OnDeclared(DeclarationSeen seen)
    {
        _declared = seen.Fact;
        if (seen.Fact.HandsOff != State.HandsOff)
            Handle(new NoteFilesystemHandsOff(seen.Fact.HandsOff));
        Redeclare();
    }

    /// <summary>Why this file system's people do not let a machine be fenced; null when they do.</summary>
    private string? ObjectionTo(string systemUuid) => Services.View.PeopleKnown
        ? FilesystemDecider.ObjectionTo(State, systemUuid, _claims, Rules.All, key => Services.View.HandsOff(key).Length > 0)
        : "what people have annotated is not known yet";

    private void Redeclare()
    {
        if (_declared is null)
            return;
        var view = Services.View;
        if (!view.NodesCurrent)
        {
            Timers.StartSingleTimer(nameof(LookAgain), new LookAgain(), LookAgainAfter);
            return;
        }

        _waitsFor = "";
        var others = Services.Live.Filesystems.Where(f => f.Key != _entityId).Select(f => f.Value).ToImmutableArray();
        Handle(new DeclareFilesystem(
            _declared,
            [.. view.Nodes.Values],
            [.. others.SelectMany(f => f.Ledger.Values)],
            others.Where(f => f.Spec is not null).DistinctBy(f => f.Spec!.FsName)
                .ToImmutableDictionary(f => f.Spec!.FsName, f => $"{f.Namespace}/{f.Name}"))
        {
            OtherMgsNodes = [.. view.Pods.Values.Where(p => MgsNodes.IsOther(p, _entityId)).Select(p => p.Node!)],
        });
    }

    private void Send(FilesystemEffect effect)
    {
        switch (effect)
        {
            case EnsureServer e:
                Services.Regions.TellServer(e.Server.Target.EntityId, new PlaceInPlan(new DeclareServer(e.Server, e.MayStart)), Self);
                break;
            case OrderFence e when ObjectionTo(e.SystemUuid) is { } objection:
                Log.Debug("Fence of {0} is not asked for: {1}", e.SystemUuid, objection);
                break;
            case OrderFence e:
                Services.Regions.TellMachine(e.SystemUuid, new FenceAsked(_entityId, new FenceMachine(e.BootId, e.Agents, $"{State.Namespace}/{State.Name}") { Scope = e.Scope }), Self);
                break;
            default:
                throw new InvalidOperationException($"Unknown effect {effect.GetType().Name}.");
        }

        Timers.StartSingleTimer(effect.Id, new Repeat(effect.Id), RepeatAfter);
    }

    /// <summary>A server's place is repeated until acknowledged; an order to fence as long as it is due.</summary>
    private void Repeated(string effectId)
    {
        if (Running.TryGetValue(effectId, out var effect))
            Send(effect);
    }

    private void OnAcknowledged(ServerAcknowledged ack)
    {
        var id = "server/" + ack.ObjectName;
        if (Running.TryGetValue(id, out var effect) && effect is EnsureServer e && e.Server.Equals(ack.Spec) && (ack.Started || !e.MayStart))
            Timers.Cancel(id);
        _claims[ack.ObjectName] = ack.ClaimedBy;
        Note(ack.ObjectName, ack.Phase, ack.Revision);
    }

    private void OnPhase(PhaseReport report)
    {
        Sender.Tell(new PhaseNoted(report.Phase));
        _claims[report.ObjectName] = report.ClaimedBy;
        Note(report.ObjectName, report.Phase, report.Revision);
    }

    private void Note(string objectName, ServerPhase phase, long revision)
    {
        _phases[objectName] = phase;
        _revisions[objectName] = Math.Max(revision, _revisions.GetValueOrDefault(objectName));
        Handle(new NoteServer(objectName, phase) { Revision = revision });
        OnChanged();
    }
}
