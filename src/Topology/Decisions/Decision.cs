using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Decisions;

/// <summary>The answer of an aggregate to a command.</summary>
/// <typeparam name="TEvent">Event type of the aggregate.</typeparam>
public abstract record Decision<TEvent>
    where TEvent : IDomainEvent
{
    /// <summary>The command leads to these events, in this order.</summary>
    public sealed record Accepted(ImmutableArray<TEvent> Events) : Decision<TEvent>;

    /// <summary>The command asks for what already is. An answer, not an error.</summary>
    public sealed record Unchanged : Decision<TEvent>;

    /// <summary>The command is refused; nothing changes.</summary>
    /// <param name="Code">Stable CamelCase code or name of the rule.</param>
    /// <param name="Message">What was wrong and what to do.</param>
    public sealed record Rejected(string Code, string Message) : Decision<TEvent>
    {
        /// <summary>What the journal keeps of the refusal: an order of a person leaves a trace, a command of our own does not.</summary>
        public ImmutableArray<TEvent> Trace { get; init; } = [];
    }
}
