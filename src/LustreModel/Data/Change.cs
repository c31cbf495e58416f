using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>One thing that changed in a target and belongs on its disk. A family of four.</summary>
public abstract record Change
{
    /// <summary>Bytes that its fixed fields, names and framing take at most; what is promised to a client always fits.</summary>
    private const int OverheadBytes = 1280;

    /// <summary>Room that it takes on disk at most.</summary>
    public virtual long BytesMax => OverheadBytes;
}

/// <summary>A client connected for the first time: it gets a slot in <c>last_rcvd</c>.</summary>
/// <param name="Client">UUID of the client.</param>
/// <param name="Nid">NID that it came from.</param>
/// <param name="Handle">Handle that it gets: never used before on this target.</param>
public sealed record ClientAdded(string Client, string Nid, long Handle) : Change;

/// <summary>A client left or was evicted.</summary>
/// <param name="Client">UUID of the client.</param>
public sealed record ClientRemoved(string Client) : Change;

/// <summary>The target serves anew: transactions are numbered from here, above any that a crash may have taken (<c>lr_boot_epoch</c>).</summary>
/// <param name="Transno">Number before the first.</param>
public sealed record EpochBegun(long Transno) : Change;

/// <summary>A transaction, with what a reply needs if it must be given again (<c>reply_data</c>).</summary>
/// <param name="Transno">Its number.</param>
/// <param name="Client">UUID of the client.</param>
/// <param name="Xid">The request's number.</param>
/// <param name="Answered">Replies up to this one are no longer needed.</param>
/// <param name="Operation">What was done.</param>
public sealed record Applied(long Transno, string Client, long Xid, long Answered, Operation Operation) : Change
{
    /// <inheritdoc/>
    public override long BytesMax => base.BytesMax + Operation.PayloadBytes
        + (Operation is CreateFile create ? create.Layout.Osts.Length * sizeof(int) : 0);
}

/// <summary>Changes that go to disk together, all or none.</summary>
/// <param name="Changes">In the order in which they happened.</param>
/// <param name="LastTransno">Number of the newest transaction among all that is on disk then.</param>
public sealed record Batch(ImmutableArray<Change> Changes, long LastTransno);
