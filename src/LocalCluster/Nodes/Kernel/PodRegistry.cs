namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>Which calls belong to which pod, and which pods have ended: an orphan of a dead pod must not mount anything.</summary>
internal sealed class PodRegistry
{
    /// <summary>
    /// Ended pods that are remembered; the oldest are forgotten. Orphans die within seconds, so a node would have to end thousands
    /// of pods in that time.
    /// </summary>
    private const int EndedMax = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<PodCall>> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> _ended = new(StringComparer.Ordinal);
    private readonly Queue<string> _endedInOrder = new();

    /// <summary>Enters a call; null when its pod has ended. Calls of the node itself have an empty pod.</summary>
    public PodCall? Enter(string podUid, CancellationToken callerGone)
    {
        lock (_gate)
        {
            if (_ended.ContainsKey(podUid))
                return null;
            var call = new PodCall(CancellationTokenSource.CreateLinkedTokenSource(callerGone), c => Leave(podUid, c));
            if (!_calls.TryGetValue(podUid, out var calls))
                _calls.Add(podUid, calls = []);
            calls.Add(call);
            return call;
        }
    }

    /// <summary>True when the pod has ended.</summary>
    public bool HasEnded(string podUid)
    {
        lock (_gate)
            return _ended.ContainsKey(podUid);
    }

    /// <summary>Ends the pod: its calls lose their caller, then its mounts are taken down. Once a pod, however often it is asked.</summary>
    public Task EndAsync(string podUid, Func<Task> takeDown)
    {
        PodCall[] calls;
        TaskCompletionSource done;
        lock (_gate)
        {
            if (_ended.TryGetValue(podUid, out var already))
                return already;
            calls = [.. _calls.GetValueOrDefault(podUid) ?? []];
            done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ended.Add(podUid, done.Task);
            _endedInOrder.Enqueue(podUid);
            if (_endedInOrder.Count > EndedMax)
                _ended.Remove(_endedInOrder.Dequeue());
        }
        _ = CompleteAsync();
        return done.Task;

        async Task CompleteAsync()
        {
            try
            {
                foreach (var call in calls)
                    call.Abandon();
                await takeDown();
                await Task.WhenAll(calls.Select(c => c.Left));
                done.SetResult();
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        }
    }

    private void Leave(string podUid, PodCall call)
    {
        lock (_gate)
        {
            if (_calls.TryGetValue(podUid, out var calls) && calls.Remove(call) && calls.Count == 0)
                _calls.Remove(podUid);
        }
    }
}

/// <summary>One call under way.</summary>
internal sealed class PodCall(CancellationTokenSource gone, Action<PodCall> leave) : IDisposable
{
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Cancelled when the caller is gone.</summary>
    public CancellationToken Gone { get; } = gone.Token;

    /// <summary>Completes when the call is over.</summary>
    public Task Left => _left.Task;

    /// <summary>The caller is dead.</summary>
    public void Abandon()
    {
        try
        {
            gone.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended in this very moment.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        leave(this);
        gone.Dispose();
        _left.TrySetResult();
    }
}
