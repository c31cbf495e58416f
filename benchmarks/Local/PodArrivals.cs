using k8s;
using k8s.Models;

namespace LustreSupervisor.Benchmarks.Local;

/// <summary>Notes when pod objects appear, as a watcher of the API sees it: creation timestamps have whole seconds only.</summary>
/// <param name="client">The cluster.</param>
/// <param name="time">Clock.</param>
internal sealed class PodArrivals(IKubernetes client, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<DateTimeOffset>> arrivals = new(StringComparer.Ordinal);

    /// <summary>Watches until cancelled.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.CoreV1.ListNamespacedPodAsync(BenchFilesystem.Name, cancellationToken: cancellationToken);
            var changes = client.CoreV1.WatchListNamespacedPodAsync(
                BenchFilesystem.Name, resourceVersion: list.ResourceVersion(), cancellationToken: cancellationToken);
            await foreach (var (type, pod) in changes)
            {
                if (type == WatchEventType.Added)
                    Note(pod.Name());
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Its normal end.
        }
    }

    /// <summary>When the pod of that name first appeared after a moment; null when it did not.</summary>
    /// <param name="pod">Pod name.</param>
    /// <param name="moment">The moment.</param>
    public DateTimeOffset? After(string pod, DateTimeOffset moment)
    {
        lock (gate)
        {
            foreach (var arrival in arrivals.GetValueOrDefault(pod) ?? [])
            {
                if (arrival > moment)
                    return arrival;
            }

            return null;
        }
    }

    private void Note(string pod)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (!arrivals.TryGetValue(pod, out var list))
                arrivals[pod] = list = [];
            list.Add(now);
        }
    }
}
