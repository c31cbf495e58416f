using System.Collections.Immutable;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Simulation.Recording;

/// <summary>What an aggregate said to a command.</summary>
public enum Verdict
{
    /// <summary>Its events were to be journaled.</summary>
    Accepted,

    /// <summary>It already was so.</summary>
    Unchanged,

    /// <summary>Refused; a trace of the refusal may have been left.</summary>
    Rejected,
}

/// <summary>One command of one instance and everything that its decision saw and said.</summary>
/// <param name="Command">Command of the aggregate.</param>
/// <param name="Context">Time, randomness, epoch and member with which it was decided.</param>
/// <param name="Verdict">What was said.</param>
/// <param name="Code">Code of a refusal; else empty.</param>
/// <param name="Message">Text of a refusal; else empty.</param>
/// <param name="Events">
/// Events to be journaled, in order: those of an accepted command, or the trace of a refused one. Of an instance's last decision they may
/// be missing in the journal: another owner wrote first, or the journal was down, and the instance ended.
/// </param>
public sealed record RecordedDecision(
    object Command, DecisionContext Context, Verdict Verdict, string Code, string Message, ImmutableArray<IDomainEvent> Events)
{
    internal static RecordedDecision Of<TEvent>(object command, DecisionContext context, Decision<TEvent> decision)
        where TEvent : class, IDomainEvent => decision switch
        {
            Decision<TEvent>.Accepted yes => new(command, context, Verdict.Accepted, "", "", [.. yes.Events]),
            Decision<TEvent>.Rejected no => new(command, context, Verdict.Rejected, no.Code, no.Message, [.. no.Trace]),
            _ => new(command, context, Verdict.Unchanged, "", "", []),
        };
}
