namespace LustreSupervisor.Topology.Decisions;

/// <summary>Something that was decided: past tense, journaled, never changed.</summary>
public interface IDomainEvent
{
    /// <summary>When, why and on whose request.</summary>
    EventMeta Meta { get; }
}

/// <summary>What every event carries beside its own facts.</summary>
/// <param name="At">Time of the decision, UTC.</param>
/// <param name="Cause">Why, as one readable clause.</param>
/// <param name="By">Who asked: a member of the supervisor cluster, an actor's role, or a person.</param>
public sealed record EventMeta(DateTimeOffset At, string Cause, string By);
