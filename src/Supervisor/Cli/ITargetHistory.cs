namespace LustreSupervisor.Supervisor.Cli;

/// <summary>Reads what the journal holds about one target, while its supervisor runs or not.</summary>
public interface ITargetHistory
{
    /// <summary>The latest decisions, oldest first; none when the journal is absent or knows nothing of the target.</summary>
    /// <param name="stateDirectory">State directory that holds the journal.</param>
    /// <param name="entityId">Key of the target's actor, <c>namespace~name</c>.</param>
    /// <param name="countMax">Most entries returned.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<HistoryEntry>> ReadAsync(
        string stateDirectory, string entityId, int countMax, CancellationToken cancellationToken);
}

/// <summary>One journaled decision.</summary>
/// <param name="When">Time in the event.</param>
/// <param name="SequenceNumber">Its place in the actor's journal, from 1.</param>
/// <param name="Event">Name of the event, in the past tense.</param>
/// <param name="Detail">Cause and values, for people.</param>
public sealed record HistoryEntry(DateTimeOffset When, long SequenceNumber, string Event, string Detail);
