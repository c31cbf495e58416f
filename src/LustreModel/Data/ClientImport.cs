using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>Where a client stands with a target (<c>osc.*.import</c>, field <c>state</c>).</summary>
public enum ImportPhase
{
    /// <summary>No connection; whatever is asked waits.</summary>
    Disconnected,

    /// <summary>A connection is there, the target has not answered yet.</summary>
    Connecting,

    /// <summary>The target was restarted: acknowledged operations are sent again, in their order.</summary>
    Replaying,

    /// <summary>All is replayed; the target waits for its other clients.</summary>
    ReplayWait,

    /// <summary>The target serves.</summary>
    Full,
}

/// <summary>
/// A client's side of a target: keeps each transaction until it is known to be on disk, replays after a restart of the target, sends
/// again what was never answered. Nothing in it fails but by eviction.
/// </summary>
/// <param name="Target">Service name of the target.</param>
public sealed record ClientImport(string Target)
{
    /// <summary>Where it stands.</summary>
    public ImportPhase Phase { get; init; }

    /// <summary>Handle by which the target knows the client, 0 before the first connect; if it changes, the client was evicted.</summary>
    public long Handle { get; init; }

    /// <summary>Number of the newest request.</summary>
    public long LastXid { get; init; }

    /// <summary>Every transaction up to this one is on disk.</summary>
    public long LastCommitted { get; init; }

    /// <summary>Requests that were acknowledged and may not be on disk, by transaction.</summary>
    public ImmutableSortedDictionary<long, Request> Kept { get; init; } = ImmutableSortedDictionary<long, Request>.Empty;

    /// <summary>Requests without an answer, by their own number.</summary>
    public ImmutableSortedDictionary<long, Request> Pending { get; init; } = ImmutableSortedDictionary<long, Request>.Empty;

    /// <summary>Bytes that it keeps for both.</summary>
    public long BytesHeld { get; init; }

    /// <summary>Request that carries the state of the connection: connect, or end of replay; 0 for none.</summary>
    public long ControlXid { get; init; }

    /// <summary>Transaction that was replayed last.</summary>
    public long ReplayedUpTo { get; init; }

    /// <summary>Operations that the target carried out once more because a restart had lost them.</summary>
    public long Replayed { get; init; }

    /// <summary>Operations that were sent again because a lost connection had left them without an answer.</summary>
    public long Resent { get; init; }

    /// <summary>Number of the newest operation that was ever sent.</summary>
    public long SentUpTo { get; init; }

    private long Answered => Pending.IsEmpty ? LastXid : Pending.First().Key - 1;

    /// <summary>Takes an operation, to be sent now or when the target serves.</summary>
    /// <returns>The step, whose import has given the operation the number <see cref="LastXid"/>.</returns>
    public ImportStep Submit(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var request = new Request(RequestKind.Operation, LastXid + 1, 0, 0, operation);
        var after = this with
        {
            LastXid = request.Xid, Pending = Pending.Add(request.Xid, request), BytesHeld = BytesHeld + operation.PayloadBytes,
        };
        return Phase == ImportPhase.Full
            ? new ImportStep(after with { SentUpTo = request.Xid }, [after.Stamp(request)])
            : new ImportStep(after, []);
    }

    /// <summary>There is a connection.</summary>
    public ImportStep Opened() => Control(RequestKind.Connect, ImportPhase.Connecting);

    /// <summary>The connection is gone.</summary>
    public ClientImport Lost() => this with { Phase = ImportPhase.Disconnected, ControlXid = 0 };

    /// <summary>Leaves for good; meaningful when the target serves.</summary>
    public ImportStep Leave() => Control(RequestKind.Disconnect, Phase);

    /// <summary>Takes a reply.</summary>
    public ImportStep Received(Reply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        if (reply.Xid == ControlXid)
            return Phase switch
            {
                ImportPhase.Connecting => Connected(reply),
                ImportPhase.ReplayWait => reply.Result == 0 ? Serve(reply.LastCommitted) : HangUp(),
                _ => new ImportStep(this with { ControlXid = 0 }, []) { Left = reply.Result == 0 },
            };
        return Phase switch
        {
            ImportPhase.Replaying => ReplayAnswered(reply),
            ImportPhase.Full when Pending.ContainsKey(reply.Xid) => Answer(reply),
            // A second answer to what was sent twice.
            _ => new ImportStep(this, []),
        };
    }

    private ImportStep Connected(Reply reply) => (reply.Result, reply.Outcome) switch
    {
        (not 0, _) or (_, ConnectOutcome.None) => HangUp(),
        _ when Handle != 0 && Handle != reply.Handle => Evicted(reply),
        (_, ConnectOutcome.Recovering) => (this with { Handle = reply.Handle, ReplayedUpTo = 0, ControlXid = 0, Phase = ImportPhase.Replaying })
            .Forget(reply.LastCommitted).ReplayNext(),
        _ => (this with { Handle = reply.Handle }).Serve(reply.LastCommitted),
    };

    // What was acknowledged may be gone, and what was not answered fails with EIO. LastCommitted says nothing here: the numbers
    // of lost transactions are below those of the epoch that has begun without this client.
    private ImportStep Evicted(Reply reply)
    {
        var fresh = this with { Handle = 0, BytesHeld = 0, Kept = Kept.Clear(), Pending = Pending.Clear() };
        return fresh.Connected(reply) with
        {
            Evicted = true,
            Revoked = [.. Kept.Values.Select(r => r.Operation!)],
            Answers = [.. Pending.Keys.Select(xid => new Reply(xid, Errno.Io, 0, 0))],
        };
    }

    private ImportStep Serve(long lastCommitted)
    {
        var serving = (this with
        {
            Phase = ImportPhase.Full, ControlXid = 0, SentUpTo = LastXid, Resent = Resent + Pending.Values.Count(r => r.Xid <= SentUpTo && r.Operation is not PingTarget),
        }).Forget(lastCommitted);
        return new ImportStep(serving, [.. Pending.Values.Select(serving.Stamp)]);
    }

    private ImportStep ReplayAnswered(Reply reply)
    {
        var current = Kept.FirstOrDefault(k => k.Key > ReplayedUpTo);
        if (current.Value is null || current.Value.Xid != reply.Xid)
            return new ImportStep(this, []);
        return reply.Result == 0
            ? (this with { ReplayedUpTo = current.Key, Replayed = Replayed + 1 }).Forget(reply.LastCommitted).ReplayNext()
            : HangUp();
    }

    private ImportStep ReplayNext()
    {
        var (transno, request) = Kept.FirstOrDefault(k => k.Key > ReplayedUpTo);
        return request is null
            ? Control(RequestKind.ReplayDone, ImportPhase.ReplayWait)
            : new ImportStep(this, [request with { Kind = RequestKind.Replay, Transno = transno }]);
    }

    private ImportStep Answer(Reply reply)
    {
        // The target has dropped this client: a new connect will tell.
        if (reply.Result is Errno.NotConnected or Errno.Again)
            return HangUp();
        var request = Pending[reply.Xid];
        var after = this with { Pending = Pending.Remove(reply.Xid) };
        after = reply.Transno > 0
            ? after with { Kept = Kept.SetItem(reply.Transno, request) }
            : after with { BytesHeld = BytesHeld - request.Operation!.PayloadBytes };
        return new ImportStep(after.Forget(reply.LastCommitted), []) { Answers = [reply] };
    }

    private ClientImport Forget(long lastCommitted)
    {
        var (kept, held) = (Kept, BytesHeld);
        while (!kept.IsEmpty && kept.First() is var oldest && oldest.Key <= lastCommitted)
        {
            kept = kept.Remove(oldest.Key);
            held -= oldest.Value.Operation!.PayloadBytes;
        }
        return this with { Kept = kept, BytesHeld = held, LastCommitted = Math.Max(LastCommitted, lastCommitted) };
    }

    private ImportStep Control(RequestKind kind, ImportPhase phase)
    {
        var after = this with { LastXid = LastXid + 1, ControlXid = LastXid + 1, Phase = phase };
        return new ImportStep(after, [new Request(kind, after.ControlXid) { Handle = Handle }]);
    }

    private ImportStep HangUp() => new(Lost(), []) { HangUp = true };

    private Request Stamp(Request request) => request with { Answered = Answered };
}

/// <summary>What comes of one input to an import.</summary>
/// <param name="Import">The import afterwards.</param>
/// <param name="Send">Requests to send, in order.</param>
public sealed record ImportStep(ClientImport Import, ImmutableArray<Request> Send)
{
    /// <summary>Replies for whoever asked.</summary>
    public ImmutableArray<Reply> Answers { get; init; } = [];

    /// <summary>True when the target has evicted the client.</summary>
    public bool Evicted { get; init; }

    /// <summary>Acknowledged operations that may be lost by the eviction.</summary>
    public ImmutableArray<Operation> Revoked { get; init; } = [];

    /// <summary>True when the connection is of no use: another is to be tried after a pause.</summary>
    public bool HangUp { get; init; }

    /// <summary>True when the target has dropped the client at its own wish.</summary>
    public bool Left { get; init; }
}
