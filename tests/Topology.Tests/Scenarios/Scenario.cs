using System.Collections.Immutable;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Tests.Scenarios;

/// <summary>
/// A decision as a story: these events happened, this command comes, these events follow (or a refusal, or nothing). The meta data of
/// events (time, cause, who) is left out of the comparison; what follows is folded, so that a story can go on.
/// </summary>
public sealed class Scenario<TState, TCommand, TEvent>(
    TState initial,
    Func<TState, TCommand, DecisionContext, Decision<TEvent>> decide,
    Func<TState, TEvent, TState> evolve,
    Func<TEvent, EventMeta, TEvent> withMeta)
    where TEvent : IDomainEvent
{
    private Rules _rules = Rules.All;
    private DateTimeOffset _now = Moment.Zero;
    private Entropy _entropy;
    private Decision<TEvent>? _answer;

    public TState State { get; private set; } = initial;

    /// <summary>Events of the last answer; empty when it was none.</summary>
    public ImmutableArray<TEvent> Events => _answer is Decision<TEvent>.Accepted accepted ? accepted.Events : [];

    /// <summary>What the journal keeps of the last refusal.</summary>
    public ImmutableArray<TEvent> Trace => _answer is Decision<TEvent>.Rejected refused ? refused.Trace : [];

    public Scenario<TState, TCommand, TEvent> Given(params TEvent[] history)
    {
        State = history.Aggregate(State, evolve);
        return this;
    }

    public Scenario<TState, TCommand, TEvent> Without(Rule rule)
    {
        _rules = new Rules(_rules.Active.Remove(rule));
        return this;
    }

    /// <summary>Moves the clock to so many seconds after the story's zero.</summary>
    public Scenario<TState, TCommand, TEvent> At(double seconds)
    {
        _now = Moment.At(seconds);
        return this;
    }

    public Scenario<TState, TCommand, TEvent> Dice(ulong value)
    {
        _entropy = new Entropy(value);
        return this;
    }

    public Scenario<TState, TCommand, TEvent> When(TCommand command)
    {
        _answer = decide(State, command, new DecisionContext(_now, _entropy, _rules, Moment.Epoch, "member"));
        State = Events.Aggregate(State, evolve);
        return this;
    }

    public Scenario<TState, TCommand, TEvent> Then(params TEvent[] expected)
    {
        var events = Assert.IsType<Decision<TEvent>.Accepted>(_answer).Events;
        Assert.Equal(expected.Select(Bare), events.Select(Bare));
        return this;
    }

    public Scenario<TState, TCommand, TEvent> ThenNothing()
    {
        Assert.IsType<Decision<TEvent>.Unchanged>(_answer);
        return this;
    }

    public Scenario<TState, TCommand, TEvent> ThenRefused(string code, string messagePart = "")
    {
        var refused = Assert.IsType<Decision<TEvent>.Rejected>(_answer);
        Assert.Equal(code, refused.Code);
        Assert.Contains(messagePart, refused.Message, StringComparison.Ordinal);
        return this;
    }

    /// <summary>The state after all this, for what no event says.</summary>
    public Scenario<TState, TCommand, TEvent> And(Action<TState> check)
    {
        check(State);
        return this;
    }

    private TEvent Bare(TEvent e) => withMeta(e, Moment.NoMeta);
}
