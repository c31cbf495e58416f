using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LustreModel.Data;
using LustreSupervisor.LustreModel.Kernels;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Data;

/// <summary>
/// Serves the clients of one mounted target: the model decides under a lock, the log on the device makes it last. What is in memory
/// only dies with the process, as it dies with a kernel.
/// </summary>
internal sealed class TargetServer : IDisposable
{
    /// <summary>
    /// Bytes that may wait for a commit before one is made at once and the next request waits for it, as a full journal makes
    /// everybody wait.
    /// </summary>
    private const long UncommittedBytesMax = 16 << 20;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _committing = new(1, 1);
    private readonly Dictionary<string, ReplySink> _clients = new(StringComparer.Ordinal);
    private readonly PayloadStore _payloads = new();
    private readonly SimulatedKernel _kernel;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DataLog _log;
    private readonly DeviceFile _device;
    private TargetService _service;
    private bool _closed;

    /// <summary>Starts the service of a target from what is on its device.</summary>
    /// <exception cref="IOException">The device cannot be read.</exception>
    public TargetServer(SimulatedKernel kernel, TargetMount mount, string image, TimeProvider time, ILogger logger)
    {
        (_kernel, _time, _logger) = (kernel, time, logger);
        (Service, MountStamp) = (mount.Service, mount.MountStamp);
        _device = new DeviceFile(image);
        var batches = new List<Batch>();
        _log = DataLog.Open(image, mount.Data.Uuid, (encoded, batch, position) =>
        {
            _payloads.Move(encoded, position);
            batches.Add(batch);
        });
        _service = TargetService.Open(
            mount.Service, mount.Data.IsMdt,
            ServiceWindows.Scaled(kernel.State.DelayFactor, mount.RecoverySoft, mount.RecoveryHard), batches, _log.BytesLeft);
        DataLogMessages.Opened(_logger, Service, _service.Exports.Count, _log.BytesUsed, _service.LastTransno);
    }

    /// <summary>Service name.</summary>
    public string Service { get; }

    /// <summary>Tells this mount from an earlier one of the same target.</summary>
    public long MountStamp { get; }

    /// <summary>Carries out a request of a client and sends what comes of it.</summary>
    /// <returns>False when the target is not here any more.</returns>
    public async Task<bool> HandleAsync(Hello from, ReplySink sink, Request request, CancellationToken cancellationToken)
    {
        ServiceStep step;
        bool crowded;
        lock (_gate)
        {
            if (_closed)
                return false;
            if (request.Kind == RequestKind.Connect)
                Adopt(from.Client, sink);
            else if (_clients.GetValueOrDefault(from.Client) != sink)
                return false;
            step = Take(service => (service with { ReadOnly = service.ReadOnly || IsReadOnly() })
                .Handle(from.Client, from.Nid, request, _time.GetUtcNow()));
            crowded = _service.UncommittedBytes > UncommittedBytesMax;
        }
        await DeliverAsync(step, cancellationToken);
        if (crowded)
            await CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The connection of a client is gone.</summary>
    public void Leave(string client, ReplySink sink)
    {
        lock (_gate)
        {
            if (_clients.GetValueOrDefault(client) == sink)
                _clients.Remove(client);
        }
    }

    /// <summary>Lets time pass: ends windows, and shows what has been done.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        ServiceStep step;
        lock (_gate)
        {
            if (_closed)
                return;
            step = Take(service => service.Tick(_time.GetUtcNow()));
            Show();
        }
        await DeliverAsync(step, cancellationToken);
    }

    /// <summary>Ends recovery at once.</summary>
    public async Task AbortRecoveryAsync(CancellationToken cancellationToken)
    {
        ServiceStep step;
        lock (_gate)
        {
            step = Take(service => service.Abort(_time.GetUtcNow()));
            Show();
        }
        await DeliverAsync(step, cancellationToken);
    }

    /// <summary>Brings to disk all that has happened so far.</summary>
    /// <returns>False when the device refuses; then nothing more is acknowledged.</returns>
    public async Task<bool> CommitAsync(CancellationToken cancellationToken)
    {
        await _committing.WaitAsync(cancellationToken);
        try
        {
            while (TakeBatch() is { } batch)
            {
                if (!await WriteAsync(batch, cancellationToken))
                    return false;
            }
            lock (_gate)
                return !_service.ReadOnly;
        }
        finally
        {
            _committing.Release();
        }
    }

    /// <summary>Ends the service; after a plain unmount everything is on disk.</summary>
    /// <param name="commit">False when the mount failed or the kernel has lost the target.</param>
    /// <param name="dropClients">True for <c>umount -f</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task CloseAsync(bool commit, bool dropClients, CancellationToken cancellationToken)
    {
        ReplySink[] clients;
        lock (_gate)
        {
            _closed = true;
            clients = [.. _clients.Values];
            _clients.Clear();
            if (dropClients)
                _service = _service.DropClients();
        }
        foreach (var client in clients)
            client.HangUp();
        var committed = commit && await CommitAsync(cancellationToken);
        DataLogMessages.Closed(_logger, Service, _service.LastTransno, committed);
    }

    /// <inheritdoc/>
    public void Dispose() => _log.Dispose();

    private void Adopt(string client, ReplySink sink)
    {
        if (_clients.Remove(client, out var older))
            older.HangUp();
        _clients[client] = sink;
    }

    // Under the lock: takes a step and keeps what it brought.
    private ServiceStep Take(Func<TargetService, ServiceStep> act)
    {
        var before = _service;
        var step = act(before);
        _service = step.Service;
        _payloads.Keep(_service.Uncommitted.Skip(before.Uncommitted.Count));
        if (_service.Evictions > before.Evictions)
            DataLogMessages.Evicted(_logger, Service, _service.Evictions - before.Evictions);
        if (_service.Recovery.GetType() != before.Recovery.GetType())
            DataLogMessages.Recovery(_logger, Service, _service.Recovery.GetType().Name);
        if (!ReferenceEquals(_service.Recovery, before.Recovery) || step.NeedsCommit)
            Show();
        return step;
    }

    private async Task DeliverAsync(ServiceStep step, CancellationToken cancellationToken)
    {
        var kept = !step.NeedsCommit || await CommitAsync(cancellationToken);
        foreach (var delivery in step.Deliveries)
        {
            var reply = delivery.AfterCommit && !kept
                ? new Reply(delivery.Reply.Xid, Errno.ReadOnly, 0, delivery.Reply.LastCommitted)
                : WithPayload(delivery.Reply);
            ReplySink? sink;
            lock (_gate)
                sink = _clients.GetValueOrDefault(delivery.Client);
            sink?.Send(reply);
        }
    }

    private Reply WithPayload(Reply reply)
    {
        if (reply.Plan is not { } plan)
            return reply;
        try
        {
            (Extent, ReadOnlyMemory<byte>?, long)[] sources;
            lock (_gate)
                sources = _payloads.Locate(plan);
            if (_kernel.State.DeviceFails(Service))
                throw new IOException(Errno.Text(Errno.Io));
            return reply with { Payload = PayloadStore.Fetch(plan, sources, _log) };
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return new Reply(reply.Xid, Errno.Io, 0, reply.LastCommitted);
        }
    }

    private Batch? TakeBatch()
    {
        lock (_gate)
        {
            // What cannot be written now is not written later either: whoever waits for it must hear so.
            if (IsReadOnly())
                _service = _service with { ReadOnly = true };
            if (_service.ReadOnly)
                return null;
            (_service, var batch) = _service.TakeBatch(UncommittedBytesMax);
            return batch;
        }
    }

    private async Task<bool> WriteAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            var encoded = BatchCodec.Encode(batch);
            var position = await _device.WriteAsync(_kernel.State.SystemUuid, () => _log.Append(encoded), cancellationToken);
            lock (_gate)
            {
                _payloads.Move(encoded, position);
                _service = _service.Committed(batch);
            }
            return true;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            DataLogMessages.CommitFailed(_logger, Service, error.Message);
            lock (_gate)
                _service = _service with { ReadOnly = true };
            if (error is ReservationConflictException)
                await _kernel.CommitRefusedAsync(Service, MountStamp, cancellationToken);
            _kernel.Update(Service, MountStamp, mount => mount with { ReadOnly = true });
            return false;
        }
    }

    private bool IsReadOnly() => _kernel.State.Targets.GetValueOrDefault(Service) is not { ReadOnly: false } || _kernel.State.DeviceFails(Service);

    private void Show() => _kernel.Update(Service, MountStamp, mount => mount with
    {
        Recovery = _service.Recovery,
        Load = ServiceLoad.Of(_service, _log.BytesUsed + _service.UncommittedBytes),
        AbortAsked = mount.AbortAsked && _service.Recovers,
    });
}
