using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;
using LustreSupervisor.LocalCluster.Processes;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>Keeps one worker a pod: pods are told apart by UID, never by name.</summary>
/// <param name="watch">The node's view of its pods.</param>
/// <param name="context">What workers share.</param>
internal sealed class KubeletLoop(PodWatch watch, PodContext context)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (PodWorker Worker, Task Run)> workers = new(StringComparer.Ordinal);

    /// <summary>Runs until cancelled; then the containers still run, see <see cref="EndAllAsync"/>.</summary>
    /// <param name="workersEnd">Ends the workers.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public Task RunAsync(CancellationToken workersEnd, CancellationToken cancellationToken) => watch.RunAsync(
        context.Node.Name,
        pods => NoteAll(pods, workersEnd),
        (pod, gone) => Note(pod, gone, workersEnd),
        cancellationToken);

    /// <summary>Ends every container as at a shutdown of the node, and returns when all have ended and that is reported.</summary>
    /// <param name="grace">Grace for each.</param>
    public async Task EndAllAsync(TimeSpan grace)
    {
        List<Task> ended;
        lock (gate)
        {
            foreach (var (worker, _) in workers.Values)
                worker.Wishes.NoteVerdict(PodVerdict.NodeShutdown, grace);
            ended = [.. workers.Values.Select(entry => entry.Worker.ContainerEnded)];
        }

        await Task.WhenAll(ended);
    }

    /// <summary>The worker of a pod; null when this node has no such pod.</summary>
    /// <param name="space">Namespace.</param>
    /// <param name="name">Name.</param>
    public PodWorker? Find(string space, string name)
    {
        lock (gate)
        {
            return workers.Values.Select(entry => entry.Worker)
                .LastOrDefault(worker => worker.Reporter.Pod is { } pod && pod.Namespace() == space && pod.Name() == name);
        }
    }

    private void NoteAll(IList<V1Pod> pods, CancellationToken workersEnd)
    {
        foreach (var pod in pods)
            Note(pod, gone: false, workersEnd);
        var present = pods.Select(pod => pod.Uid()).ToHashSet(StringComparer.Ordinal);
        lock (gate)
        {
            // Pods that vanished while nobody watched.
            foreach (var (worker, _) in workers.Where(entry => !present.Contains(entry.Key)).Select(entry => entry.Value))
                worker.Wishes.NoteRemoval();
        }
    }

    private void Note(V1Pod pod, bool gone, CancellationToken workersEnd)
    {
        lock (gate)
        {
            if (!workers.TryGetValue(pod.Uid(), out var entry))
            {
                if (gone)
                    return;
                var worker = new PodWorker(pod, context);
                worker.Note(pod, workersEnd);
                workers[pod.Uid()] = (worker, RunAsync(pod, worker, workersEnd));
                return;
            }

            if (gone)
                entry.Worker.Wishes.NoteRemoval();
            else
                entry.Worker.Note(pod, workersEnd);
        }
    }

    private async Task RunAsync(V1Pod pod, PodWorker worker, CancellationToken workersEnd)
    {
        // Off the watch's thread: starting a process takes milliseconds that other pods would wait.
        await Task.Yield();
        try
        {
            await worker.RunAsync(workersEnd);
        }
        catch (OperationCanceledException) when (workersEnd.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            // One pod's fault must not take its neighbours down; the object stays and says nothing, which proves nothing.
            NodeLog.WorkerFailed(context.Log, fault, $"{pod.Namespace()}/{pod.Name()}", pod.Uid());
            // Nobody watches over the pod's processes any more, and whoever comes next takes it that there are none.
            if (!await ProcessReaper.KillForGoodAsync(HallMarkers.PodUid, pod.Uid(), context.Time, workersEnd))
                return;
        }

        lock (gate)
            workers.Remove(pod.Uid());
    }
}
