using System.Collections.Immutable;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Journal;
using LustreSupervisor.Simulation.Recording;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Simulation.Supervisors;

/// <summary>An entity of a member.</summary>
internal interface IEntity
{
    string Id { get; }

    Host Host { get; }

    void Recover();

    void Reassert();
}

/// <summary>Drives an aggregate as <c>AggregateShell</c> does: recover, resume, then decide, persist, fold, reply, reconcile, one at a time.</summary>
internal abstract class Entity<TState, TCommand, TEvent, TEffect> : IEntity
    where TCommand : class
    where TEvent : class, IDomainEvent
    where TEffect : class, IEffect
{
    private readonly Queue<Action> _mailbox = new();
    private readonly Dictionary<string, TEffect> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _timers = new(StringComparer.Ordinal);
    private bool _busy = true;
    private int _sequence;
    private int _timer;

    protected Entity(World world, Member member, string id, TState initial)
    {
        (World, Member, Id, State) = (world, member, id, initial);
        Host = member.Host.Inside(id);
        Initial = initial;
    }

    public string Id { get; }

    public Host Host { get; }

    internal TState State { get; private set; }

    /// <summary>Events of its journal.</summary>
    internal long Revision => _sequence;

    protected TState Initial { get; }

    protected World World { get; }

    protected Member Member { get; }

    protected IReadOnlyDictionary<string, TEffect> Running => _running;

    protected abstract TCommand ResumeCommand { get; }

    /// <summary>Another member is gone: the key is claimed anew, and an instance that is older than the journal fails at it.</summary>
    public void Reassert() => Receive(() => Handle(ResumeCommand));

    public void Recover() => World.Journal.Recover(Id, Host, rows =>
    {
        if (rows is null)
        {
            Member.Stopped(this, "the journal cannot be read");
            return;
        }

        State = rows.Cast<TEvent>().Aggregate(Initial, Evolve);
        _sequence = rows.Count;
        World.Recorder?.Recovered(this, Id, rows);
        _busy = false;
        Handle(ResumeCommand);
        Drain();
    });

    protected abstract Decision<TEvent> Decide(TState state, TCommand command, DecisionContext context);

    protected abstract TState Evolve(TState state, TEvent e);

    protected abstract ImmutableArray<TEffect> Due(TState state);

    protected abstract void Start(TEffect effect);

    protected abstract void Cancel(TEffect effect);

    protected virtual void OnChanged()
    {
    }

    protected virtual void OnRefused(TCommand command)
    {
    }

    /// <summary>A message arrives: it waits its turn.</summary>
    protected void Receive(Action work)
    {
        _mailbox.Enqueue(work);
        Drain();
    }

    /// <summary>The command with the facts that its decision needs and its sender cannot know.</summary>
    protected virtual TCommand WithFacts(TCommand command) => command;

    protected void Handle(TCommand given, Action? settled = null)
    {
        var command = WithFacts(given);
        var context = World.NewContext(Member.Name);
        var decision = Decide(State, command, context);
        World.Recorder?.Decided(this, RecordedDecision.Of(command, context, decision));
        switch (decision)
        {
            case Decision<TEvent>.Accepted yes:
                Persist(yes.Events, settled);
                break;
            case Decision<TEvent>.Rejected refused:
                OnRefused(command);
                if (refused.Trace.IsEmpty)
                    settled?.Invoke();
                else
                    Persist(refused.Trace, settled);
                break;
            default:
                settled?.Invoke();
                break;
        }
    }

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

    protected void Forget(string effectId) => _running.Remove(effectId);

    protected void SetTimer(string key, TimeSpan delay, Action action)
    {
        var token = ++_timer;
        _timers[key] = token;
        World.Agenda.After(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Host, () =>
        {
            if (_timers.GetValueOrDefault(key) == token)
                Receive(action);
        });
    }

    protected void CancelTimer(string key) => _timers.Remove(key);

    private void Persist(ImmutableArray<TEvent> events, Action? settled)
    {
        _busy = true;
        World.Journal.Append(Id, _sequence, [.. events], Host, result =>
        {
            if (result != AppendResult.Done)
            {
                Member.Stopped(this, result == AppendResult.Conflict ? "another owner wrote under its key" : "the journal did not answer");
                return;
            }

            _sequence += events.Length;
            State = events.Aggregate(State, Evolve);
            _busy = false;
            settled?.Invoke();
            Reconcile();
            Drain();
        });
    }

    private void Drain()
    {
        while (!_busy && !Host.Dead && _mailbox.TryDequeue(out var work))
            work();
    }
}
