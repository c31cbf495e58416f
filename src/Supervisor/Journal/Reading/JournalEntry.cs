using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>One journaled decision.</summary>
/// <param name="Ordering">Its place in the whole journal.</param>
/// <param name="PersistenceId">Actor that decided, such as <c>server/default~scratch-ost0000</c>.</param>
/// <param name="SequenceNumber">Its place among that actor's decisions, from 1.</param>
/// <param name="At">Time of the decision, UTC.</param>
/// <param name="Manifest">Code under which it is stored.</param>
/// <param name="Event">The decision.</param>
public sealed record JournalEntry(
    long Ordering, string PersistenceId, long SequenceNumber, DateTimeOffset At, string Manifest, IDomainEvent Event)
{
    /// <summary>The actor for people: <c>server/default/scratch-ost0000</c>.</summary>
    public string Entity => EntityKey.ForPeople(PersistenceId);
}
