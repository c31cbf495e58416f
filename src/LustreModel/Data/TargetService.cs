using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>
/// What a mounted MDT or OST serves: its clients, files and objects, how much of that is on disk, and where recovery stands. Lives
/// and dies with the mount; <see cref="Open"/> makes it anew from what was committed. Bytes of objects are not in it, only which
/// transaction brought them.
/// </summary>
/// <param name="Name">Service name, as in <c>demo-OST000a</c>.</param>
/// <param name="IsMdt">True for an MDT, false for an OST.</param>
/// <param name="Windows">How long it waits for its clients.</param>
public sealed record TargetService(string Name, bool IsMdt, ServiceWindows Windows)
{
    /// <summary>Room that operations may not take, so that clients can still come and go on a full target, in bytes.</summary>
    public const long SpaceReserved = 1 << 20;

    private const int EpochShift = 32;

    /// <summary>Clients by UUID: what <c>last_rcvd</c> holds.</summary>
    public ImmutableSortedDictionary<string, Export> Exports { get; init; } =
        ImmutableSortedDictionary.Create<string, Export>(StringComparer.Ordinal);

    /// <summary>Files of an MDT by name.</summary>
    public ImmutableDictionary<string, FileEntry> Files { get; init; } =
        ImmutableDictionary.Create<string, FileEntry>(StringComparer.Ordinal);

    /// <summary>Objects of an OST.</summary>
    public ImmutableDictionary<Fid, ObjectExtents> Objects { get; init; } = ImmutableDictionary<Fid, ObjectExtents>.Empty;

    /// <summary>Handle that was given out last.</summary>
    public long LastHandle { get; init; }

    /// <summary>Number of the newest transaction.</summary>
    public long LastTransno { get; init; }

    /// <summary>Number of the newest transaction on disk.</summary>
    public long LastCommitted { get; init; }

    /// <summary>Changes that are not on disk, nor on their way to it, oldest first.</summary>
    public ImmutableList<Change> Uncommitted { get; init; } = ImmutableList<Change>.Empty;

    /// <summary>Room that those take at most, in bytes.</summary>
    public long UncommittedBytes { get; init; }

    /// <summary>Room on the device that is not promised to any change yet, in bytes.</summary>
    public long SpaceLeft { get; init; } = long.MaxValue;

    /// <summary>True once the backing file system refuses writes: nothing more is acknowledged.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Where recovery stands.</summary>
    public RecoveryState Recovery { get; init; } = new Inactive();

    /// <summary>Replays that wait for their turn, by client: one each.</summary>
    public ImmutableSortedDictionary<string, Request> Queue { get; init; } =
        ImmutableSortedDictionary.Create<string, Request>(StringComparer.Ordinal);

    /// <summary>Clients evicted since the start.</summary>
    public long Evictions { get; init; }

    /// <summary>What it has done since the start.</summary>
    public ServiceCounters Counters { get; init; } = new();

    /// <summary>True while known clients are waited for: no new work is taken.</summary>
    public bool Recovers => Recovery is WaitingForClients or Recovering;

    /// <summary>Starts a target from what is on its disk.</summary>
    /// <param name="name">Service name.</param>
    /// <param name="isMdt">True for an MDT.</param>
    /// <param name="windows">How long it waits for its clients.</param>
    /// <param name="onDisk">All batches that were committed, oldest first.</param>
    /// <param name="spaceLeft">Room behind them, in bytes.</param>
    public static TargetService Open(
        string name, bool isMdt, ServiceWindows windows, IEnumerable<Batch> onDisk, long spaceLeft = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(onDisk);
        var service = new TargetService(name, isMdt, windows);
        foreach (var change in onDisk.SelectMany(batch => batch.Changes))
            service = service.Fold(change);
        service = service with
        {
            LastCommitted = service.LastTransno,
            SpaceLeft = spaceLeft,
            Recovery = RecoveryState.AtStart(service.Exports.Count),
        };
        return service.Recovers ? service : service.Record(new EpochBegun(service.NextEpoch));
    }

    /// <summary>Takes a request.</summary>
    /// <param name="client">UUID of the client.</param>
    /// <param name="nid">NID that it comes from.</param>
    /// <param name="request">The request.</param>
    /// <param name="now">The time.</param>
    public ServiceStep Handle(string client, string nid, Request request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        var turn = new ServiceTurn(this, now);
        switch (request.Kind)
        {
            case RequestKind.Connect: new Connecting(turn).Connect(client, nid, request.Xid); break;
            case RequestKind.Disconnect: new Connecting(turn).Disconnect(client, request.Xid); break;
            case RequestKind.Replay: new Replaying(turn).Replay(client, request); break;
            case RequestKind.ReplayDone: new Replaying(turn).Done(client, request.Xid); break;
            default: new Operating(turn).Operate(client, request); break;
        }
        return turn.End();
    }

    /// <summary>Lets time pass: a window that has ended evicts whoever did not make it.</summary>
    public ServiceStep Tick(DateTimeOffset now)
    {
        var turn = new ServiceTurn(this, now);
        new Replaying(turn).Expire();
        return turn.End();
    }

    /// <summary>Ends recovery at once; whoever has not finished is evicted (<c>lctl abort_recovery</c>).</summary>
    public ServiceStep Abort(DateTimeOffset now)
    {
        var turn = new ServiceTurn(this, now);
        new Replaying(turn).Abort();
        return turn.End();
    }

    /// <summary>Drops all clients' records, as <c>umount -f</c> does.</summary>
    public TargetService DropClients() =>
        Exports.Keys.Aggregate(this, (service, client) => service.Record(new ClientRemoved(client)));

    /// <summary>Takes what is to go to disk next; null when there is nothing.</summary>
    /// <param name="bytesMax">Size at which a batch ends; one change at least is in it.</param>
    public (TargetService Service, Batch? Batch) TakeBatch(long bytesMax)
    {
        if (Uncommitted.IsEmpty)
            return (this, null);
        var (count, bytes, last) = (0, 0L, LastCommitted);
        foreach (var change in Uncommitted)
        {
            if (count > 0 && bytes + change.BytesMax > bytesMax)
                break;
            bytes += change.BytesMax;
            count++;
            last = Math.Max(last, change switch { Applied applied => applied.Transno, EpochBegun epoch => epoch.Transno, _ => 0 });
        }
        var rest = this with { Uncommitted = Uncommitted.RemoveRange(0, count), UncommittedBytes = UncommittedBytes - bytes };
        return (rest, new Batch([.. Uncommitted.Take(count)], last));
    }

    /// <summary>The batch that was taken last is on disk.</summary>
    public TargetService Committed(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return this with { LastCommitted = Math.Max(LastCommitted, batch.LastTransno) };
    }

    /// <summary>Number before the first transaction of the next epoch: the upper half counts starts.</summary>
    internal long NextEpoch => ((LastTransno >> EpochShift) + 1) << EpochShift;

    /// <summary>The target after a change that is to go to disk.</summary>
    internal TargetService Record(Change change)
    {
        var after = Fold(change);
        return after with
        {
            Uncommitted = after.Uncommitted.Add(change),
            UncommittedBytes = UncommittedBytes + change.BytesMax,
            SpaceLeft = SpaceLeft - change.BytesMax,
        };
    }

    /// <summary>The target after a change, whether it happens or is read from disk.</summary>
    internal TargetService Fold(Change change) => change switch
    {
        ClientAdded added => this with
        {
            Exports = Exports.SetItem(added.Client, new Export(added.Nid, added.Handle)), LastHandle = Math.Max(LastHandle, added.Handle),
        },
        ClientRemoved removed => this with { Exports = Exports.Remove(removed.Client), Queue = Queue.Remove(removed.Client) },
        EpochBegun epoch => this with { LastTransno = Math.Max(LastTransno, epoch.Transno) },
        Applied applied => FoldOperation(applied) with
        {
            LastTransno = Math.Max(LastTransno, applied.Transno),
            Exports = Exports.GetValueOrDefault(applied.Client) is { } export
                ? Exports.SetItem(applied.Client, export.With(applied.Answered, applied.Xid, applied.Transno))
                : Exports,
        },
        _ => throw new ArgumentException($"unknown change {change.GetType().Name}", nameof(change)),
    };

    private TargetService FoldOperation(Applied applied) => applied.Operation switch
    {
        CreateFile create => this with { Files = Files.SetItem(create.Name, new FileEntry(create.Fid, create.Layout, 0)) },
        CloseFile close when Files.GetValueOrDefault(close.Name) is { } entry =>
            this with { Files = Files.SetItem(close.Name, entry with { Size = close.Size }) },
        WriteObject write => this with
        {
            Objects = Objects.SetItem(
                write.Fid, Objects.GetValueOrDefault(write.Fid, ObjectExtents.Empty).Write(write.Offset, write.Payload.Length, applied.Transno)),
        },
        _ => this,
    };
}
