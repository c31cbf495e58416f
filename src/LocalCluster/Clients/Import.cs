using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>
/// A client's way to one target: the model decides what is sent, this carries it, and finds the target again wherever it was
/// restarted. What is asked of it waits as long as it takes.
/// </summary>
internal sealed class Import : IAsyncDisposable
{
    /// <summary>Requests under way at one target (<c>max_rpcs_in_flight</c>).</summary>
    private const int InFlightMax = 8;

    /// <summary>Bytes that are kept for replay; more has to wait for a commit (<c>max_dirty_mb</c> and the like).</summary>
    private const long BytesHeldMax = 32 << 20;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _slots = new(InFlightMax, InFlightMax);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<long, TaskCompletionSource<Reply>> _asked = [];
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClientIdentity _client;
    private readonly TargetAddress _address;
    private readonly IClientNews _news;
    private readonly Task _running;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClientImport _import;
    private ImportWire? _wire;
    private int _nid;
    private long _heard;
    private bool _disposed;

    /// <summary>Begins to look for the target.</summary>
    public Import(ClientIdentity client, TargetAddress address, IClientNews news)
    {
        (_client, _address, _news) = (client, address, news);
        _import = new ClientImport(address.Service);
        _running = Task.WhenAll(RunAsync(), PingAsync());
    }

    /// <summary>Service name of the target.</summary>
    public string Target => _address.Service;

    /// <summary>True while the target serves this client.</summary>
    public bool Serves
    {
        get
        {
            lock (_gate)
                return _import.Phase == ImportPhase.Full;
        }
    }

    /// <summary>Operations replayed to restarted targets.</summary>
    public long Replayed
    {
        get
        {
            lock (_gate)
                return _import.Replayed;
        }
    }

    /// <summary>Operations sent again after a lost connection.</summary>
    public long Resent
    {
        get
        {
            lock (_gate)
                return _import.Resent;
        }
    }

    /// <summary>Carries an operation out, however long it takes and however often the target is restarted meanwhile.</summary>
    public async Task<Reply> AskAsync(Operation operation, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            await RoomAsync(cancellationToken);
            return await Submit(operation).WaitAsync(cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Tells the target that the client leaves for good; only while it serves.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_import.Phase != ImportPhase.Full)
                return;
            Follow(_import.Leave());
        }
        await _left.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private Task<Reply> Submit(Operation operation)
    {
        lock (_gate)
        {
            var step = _import.Submit(operation);
            var asked = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
            _asked[step.Import.LastXid] = asked;
            Follow(step);
            return asked.Task;
        }
    }

    private async Task RoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_import.BytesHeld <= BytesHeldMax)
                    return;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    private async Task RunAsync()
    {
        var pause = ClientTimes.ReconnectFirst;
        try
        {
            while (true)
            {
                var served = false;
                for (var tries = 0; tries < _address.Nids.Length && !served; tries++)
                    served = await TryAsync(_address.Nids[_nid]);
                pause = served ? ClientTimes.ReconnectFirst : pause * 2 < ClientTimes.ReconnectMax ? pause * 2 : ClientTimes.ReconnectMax;
                await Task.Delay(pause, _client.Clock, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The client is unmounted.
        }
    }

    // One connection from its beginning to its end. True when the target served on it; then the same NID is tried first again.
    private async Task<bool> TryAsync(string nid)
    {
        var served = false;
        var hello = new Hello(_client.Uuid, _client.Nid, Target);
        if (_client.SocketOfNid(nid) is { } path && await ClientSocket.OpenAsync(path, hello, _stopping.Token) is { } stream)
        {
            await using (stream)
            using (var wire = new ImportWire(stream, _stopping.Token))
                served = await ConverseAsync(wire);
        }
        if (!served)
            _nid = (_nid + 1) % _address.Nids.Length;
        return served;
    }

    private async Task<bool> ConverseAsync(ImportWire wire)
    {
        var served = false;
        lock (_gate)
        {
            _wire = wire;
            Follow(_import.Opened());
        }
        var sending = wire.SendAllAsync();
        while (await wire.ReceiveAsync() is { } reply)
        {
            lock (_gate)
            {
                _heard = _client.Clock.GetTimestamp();
                Follow(_import.Received(reply));
                served |= _import.Phase == ImportPhase.Full;
            }
        }
        lock (_gate)
        {
            _import = _import.Lost();
            _wire = null;
        }
        wire.HangUp();
        await sending;
        return served;
    }

    // True when the server owes an answer and has been silent for too long.
    private bool IsSilent()
    {
        var patience = _import.Phase switch
        {
            ImportPhase.Connecting => _client.Times.Connect,
            ImportPhase.ReplayWait => _client.Times.Recovery,
            ImportPhase.Full when _import.Pending.IsEmpty => Timeout.InfiniteTimeSpan,
            _ => _client.Times.Silence,
        };
        return patience != Timeout.InfiniteTimeSpan && _client.Clock.GetElapsedTime(_heard) > patience;
    }

    // A reply tells what is on disk, so that nothing is kept longer than it must be; and its absence tells of a frozen server.
    private async Task PingAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(_client.Times.Ping, _client.Clock);
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                lock (_gate)
                {
                    if (_import is { Phase: ImportPhase.Full, Pending.IsEmpty: true, ControlXid: 0 })
                        Follow(_import.Submit(new PingTarget()));
                    else if (IsSilent())
                        _wire?.HangUp();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The client is unmounted.
        }
    }

    private void Follow(ImportStep step)
    {
        if (_import.Pending.IsEmpty || step.Import.Phase != _import.Phase)
            _heard = _client.Clock.GetTimestamp();
        _import = step.Import;
        foreach (var request in step.Send)
            _wire?.Send(request);
        foreach (var answer in step.Answers)
        {
            if (_asked.Remove(answer.Xid, out var asked))
                asked.TrySetResult(answer);
        }
        if (step.Evicted)
            _news.Evicted(Target, step.Revoked);
        if (step.Left)
            _left.TrySetResult();
        if (step.HangUp)
            _wire?.HangUp();
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
