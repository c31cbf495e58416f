using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>What comes of one input to a target.</summary>
/// <param name="Service">The target afterwards.</param>
/// <param name="Deliveries">Replies to send, in order.</param>
public sealed record ServiceStep(TargetService Service, ImmutableArray<Delivery> Deliveries)
{
    /// <summary>
    /// True when all that has happened so far must go to disk now, before any delivery that says so: a client came, left or was
    /// evicted, or a recovery ended.
    /// </summary>
    public bool NeedsCommit { get; init; }
}

/// <summary>A reply and whom it is for.</summary>
/// <param name="Client">UUID of the client.</param>
/// <param name="Reply">The reply.</param>
/// <param name="AfterCommit">
/// True when it may be sent only once everything so far is on disk: a client's record, or the end of a recovery.
/// </param>
public sealed record Delivery(string Client, Reply Reply, bool AfterCommit = false);
