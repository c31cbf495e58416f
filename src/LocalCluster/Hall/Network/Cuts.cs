namespace LustreSupervisor.LocalCluster.Hall.Network;

/// <summary>Which nodes are cut off from everybody else. Traffic is held back, not refused: a partition says nothing.</summary>
internal sealed class Cuts
{
    private readonly Lock gate = new();
    private readonly HashSet<string> isolated = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = Fresh();

    /// <summary>Cuts a node off; false when it is already.</summary>
    /// <param name="node">Node name.</param>
    public bool Isolate(string node)
    {
        lock (gate)
            return isolated.Add(node);
    }

    /// <summary>Joins a node again; false when it was not cut off.</summary>
    /// <param name="node">Node name.</param>
    public bool Rejoin(string node)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            if (!isolated.Remove(node))
                return false;
            (waiting, changed) = (changed, Fresh());
        }

        waiting.SetResult();
        return true;
    }

    /// <summary>Whether a node is cut off.</summary>
    /// <param name="node">Node name.</param>
    public bool IsIsolated(string node)
    {
        lock (gate)
            return isolated.Contains(node);
    }

    /// <summary>Returns when traffic passes between the two; a place that is no node is never cut off.</summary>
    /// <param name="one">One end.</param>
    /// <param name="other">The other.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask WaitAsync(string one, string other, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (one == other || (!isolated.Contains(one) && !isolated.Contains(other)))
                    return;
                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
