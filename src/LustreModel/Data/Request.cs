namespace LustreSupervisor.LustreModel.Data;

/// <summary>What a request is for.</summary>
public enum RequestKind
{
    /// <summary>An operation, new or sent again.</summary>
    Operation,

    /// <summary>The first request on a connection.</summary>
    Connect,

    /// <summary>The client leaves for good: its record is dropped.</summary>
    Disconnect,

    /// <summary>An operation that was answered before the target's restart and is not known to be on disk.</summary>
    Replay,

    /// <summary>The client has replayed all that it had (<c>MSG_LAST_REPLAY</c>).</summary>
    ReplayDone,
}

/// <summary>A request of one client to one target.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Xid">The client's number of the request; the same when it is sent again or replayed.</param>
/// <param name="Answered">Every number up to this one has been answered: the target may forget those replies. 0 says nothing.</param>
/// <param name="Transno">Number that the transaction had, for a replay; else 0.</param>
/// <param name="Operation">The operation, for an operation or a replay.</param>
public sealed record Request(RequestKind Kind, long Xid, long Answered = 0, long Transno = 0, Operation? Operation = null)
{
    /// <summary>In a connect: the handle that the client got at its last one; 0 for none.</summary>
    public long Handle { get; init; }
}

/// <summary>How a connection begins.</summary>
public enum ConnectOutcome
{
    /// <summary>The reply is not to a connect, or the connect failed.</summary>
    None,

    /// <summary>The target did not know the client.</summary>
    New,

    /// <summary>The target still runs as the client left it: what was not answered is sent again.</summary>
    Reconnected,

    /// <summary>The target was restarted and knows the client: it is to replay.</summary>
    Recovering,
}

/// <summary>Reply to a request.</summary>
/// <param name="Xid">The request's number.</param>
/// <param name="Result">0, or an error number.</param>
/// <param name="Transno">Number of the transaction; 0 for what changed nothing.</param>
/// <param name="LastCommitted">Every transaction up to this one is on disk.</param>
public sealed record Reply(long Xid, int Result, long Transno, long LastCommitted)
{
    /// <summary>Set in the reply to a connect.</summary>
    public ConnectOutcome Outcome { get; init; }

    /// <summary>
    /// In the reply to a connect: the handle by which the target knows the client. A client that had another one has been evicted
    /// since, even if it did not hear of it.
    /// </summary>
    public long Handle { get; init; }

    /// <summary>The file that was looked up.</summary>
    public FileEntry? Entry { get; init; }

    /// <summary>Where the bytes that were asked for come from; the host of the target turns it into <see cref="Payload"/>.</summary>
    public ReadPlan? Plan { get; init; }

    /// <summary>Bytes that were read.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }
}
