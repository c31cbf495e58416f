using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Actors.Shell;

/// <summary>
/// Joins a pure aggregate to Akka: a command is decided, its events are persisted and folded, the sender is answered, and only then
/// is the world reconciled with what is due. So every actor is level-triggered, and a reply means "journaled".
/// </summary>
public abstract class AggregateShell<TState, TCommand, TEvent, TEffect> : ReceivePersistentActor, IWithTimers
    where TCommand : class
    where TEvent : class, IDomainEvent
    where TEffect : class, IEffect
{
    private readonly Dictionary<string, TEffect> _running = new(StringComparer.Ordinal);
    private Exception? _blame;

    /// <summary>Creates the shell.</summary>
    /// <param name="persistenceId">Stable key in the journal.</param>
    /// <param name="initial">State before the first event.</param>
    /// <param name="services">This member's services.</param>
    protected AggregateShell(string persistenceId, TState initial, ActorServices services)
    {
        PersistenceId = persistenceId;
        State = initial;
        Services = services;
        Log = Context.GetLogger();
        Recover<TEvent>(Fold);
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Command<TCommand>(Handle);
        Command<StopEntity>(_ => Context.Stop(Self));
        Command<MembersChanged>(_ => Handle(ResumeCommand));
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The fold over all events.</summary>
    protected TState State { get; private set; }

    /// <summary>This member's services.</summary>
    protected ActorServices Services { get; }

    /// <summary>Log of this actor.</summary>
    protected new ILoggingAdapter Log { get; }

    /// <summary>Effects that are going on.</summary>
    protected IReadOnlyDictionary<string, TEffect> Running => _running;

    /// <summary>Command that journals that this member owns the entity.</summary>
    protected abstract TCommand ResumeCommand { get; }

    /// <summary>The pure decision.</summary>
    protected abstract Decision<TEvent> Decide(TState state, TCommand command, DecisionContext context);

    /// <summary>The pure fold.</summary>
    protected abstract TState Evolve(TState state, TEvent e);

    /// <summary>The pure list of effects.</summary>
    protected abstract ImmutableArray<TEffect> Due(TState state);

    /// <summary>Begins an effect, or brings a running one to its new value.</summary>
    protected abstract void Start(TEffect effect);

    /// <summary>Ends an effect that is no longer due.</summary>
    protected abstract void Cancel(TEffect effect);

    /// <summary>Called after each change of state, when effects are reconciled.</summary>
    protected virtual void OnChanged()
    {
    }

    /// <summary>Called for each event after it was folded, in recovery too: for folds beside the state that nobody decides from.</summary>
    protected virtual void OnFolded(TEvent e)
    {
    }

    /// <summary>Command that journals that the supervisor itself failed here; null when the aggregate keeps no count.</summary>
    protected virtual TCommand? BlameCommand(string reason) => null;

    /// <summary>The command with the facts that its decision needs and its sender cannot know.</summary>
    protected virtual TCommand WithFacts(TCommand command) => command;

    /// <summary>Called when a command of this actor's own making was refused.</summary>
    protected virtual void OnRefused(TCommand command, string code, string message)
    {
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(MembersChanged));
        base.PreStart();
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason)
    {
        _blame = reason;
        base.PostRestart(reason);
    }

    /// <summary>Decides, persists, folds, answers, reconciles: the only way in which state changes.</summary>
    protected void Handle(TCommand given)
    {
        var command = WithFacts(given);
        var sender = IsOwn(Sender) ? ActorRefs.Nobody : Sender;
        switch (Decide(State, command, Services.NewContext()))
        {
            case Decision<TEvent>.Accepted accepted:
                PersistAll(accepted.Events, Fold, () => Settle(sender));
                break;
            case Decision<TEvent>.Rejected refused:
                OnRefused(command, refused.Code, refused.Message);
                Refuse(refused, sender);
                break;
            default:
                sender.Tell(new CommandReply.Unchanged());
                break;
        }
    }

    /// <summary>Brings what is going on into line with what is due.</summary>
    protected void Reconcile()
    {
        var (start, cancel) = EffectReconciler.Reconcile(_running, Due(State));
        foreach (var id in cancel)
        {
            var effect = _running[id];
            _running.Remove(id);
            Cancel(effect);
        }

        foreach (var effect in start)
        {
            _running[effect.Id] = effect;
            Start(effect);
        }

        OnChanged();
    }

    /// <summary>Forgets an effect that ended by itself; the next reconciliation starts it again if it is still due.</summary>
    protected void Forget(string effectId) => _running.Remove(effectId);

    private void Fold(TEvent e)
    {
        State = Evolve(State, e);
        OnFolded(e);
    }

    private void Refuse(Decision<TEvent>.Rejected refused, IActorRef sender)
    {
        var reply = new CommandReply.Rejected(refused.Code, refused.Message);
        if (refused.Trace.IsEmpty)
            sender.Tell(reply);
        else
            PersistAll(refused.Trace, Fold, () => sender.Tell(reply));
    }

    private void Settle(IActorRef sender)
    {
        sender.Tell(new CommandReply.Done());
        Reconcile();
    }

    private void OnRecovered()
    {
        if (_blame is { } reason && BlameCommand(reason.Message) is { } blame)
        {
            Log.Error(reason, "Supervisor fault in {PersistenceId}", PersistenceId);
            Handle(blame);
        }

        _blame = null;
        Handle(ResumeCommand);
    }

    private static bool IsOwn(IActorRef sender) =>
        sender.IsNobody() || sender.Equals(Context.Self) || sender.Equals(Context.System.DeadLetters) || sender.Path.Parent.Equals(Context.Self.Path);
}
