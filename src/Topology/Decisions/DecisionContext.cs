namespace LustreSupervisor.Topology.Decisions;

/// <summary>What a decision may know beside state and command: no clock and no dice of its own.</summary>
/// <param name="Now">Time, UTC.</param>
/// <param name="Entropy">Randomness for this one decision.</param>
/// <param name="Rules">Safety rules in force.</param>
/// <param name="Epoch">Epoch of the journal.</param>
/// <param name="Member">Member of the supervisor cluster that decides.</param>
public sealed record DecisionContext(DateTimeOffset Now, Entropy Entropy, Rules Rules, long Epoch, string Member)
{
    /// <summary>Meta data of an event decided now by this member.</summary>
    public EventMeta Meta(string cause) => new(Now, cause, Member);

    /// <summary>Meta data of an event decided now on somebody's request.</summary>
    public EventMeta Meta(string cause, string by) => new(Now, cause, by);
}
