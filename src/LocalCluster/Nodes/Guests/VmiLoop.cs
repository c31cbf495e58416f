using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Nodes.Guests;

/// <summary>The node's share of KubeVirt: one worker for each VirtualMachineInstance that is bound to this node.</summary>
/// <param name="context">What workers share.</param>
internal sealed class VmiLoop(VmiContext context)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (VmiWorker Worker, int Slot, Task Run)> workers = new(StringComparer.Ordinal);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="workersEnd">Ends the workers.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public Task RunAsync(CancellationToken workersEnd, CancellationToken cancellationToken) => context.Api.WatchAsync(
        present =>
        {
            foreach (var vmi in present)
                Note(vmi, gone: false, workersEnd);
            var uids = present.Select(vmi => vmi.Uid).ToHashSet(StringComparer.Ordinal);
            lock (gate)
            {
                foreach (var (worker, _, _) in workers.Where(entry => !uids.Contains(entry.Key)).Select(entry => entry.Value))
                    worker.NoteRemoval();
            }
        },
        (vmi, gone) => Note(vmi, gone, workersEnd),
        cancellationToken);

    /// <summary>Shuts all machines down, as at a shutdown of the node.</summary>
    public async Task EndAllAsync()
    {
        List<Task> ended;
        lock (gate)
        {
            foreach (var (worker, _, _) in workers.Values)
                worker.NoteShutdown();
            ended = [.. workers.Values.Select(entry => entry.Worker.Ended)];
        }

        await Task.WhenAll(ended);
    }

    private void Note(VmiView vmi, bool gone, CancellationToken workersEnd)
    {
        lock (gate)
        {
            if (workers.TryGetValue(vmi.Uid, out var entry))
            {
                if (gone)
                    entry.Worker.NoteRemoval();
                else
                    entry.Worker.Note(vmi);
                return;
            }

            if (gone || vmi.Node != context.Node.Name || FreeSlot() is not { } slot)
                return;
            var worker = new VmiWorker(vmi, context, GuestAddress.Of(context.Node.Ordinal, slot));
            workers[vmi.Uid] = (worker, slot, RunAsync(vmi, worker, workersEnd));
        }
    }

    private int? FreeSlot() =>
        Enumerable.Range(1, GuestAddress.SlotsMax).Except(workers.Values.Select(entry => entry.Slot)).Select(slot => (int?)slot).FirstOrDefault();

    private async Task RunAsync(VmiView vmi, VmiWorker worker, CancellationToken workersEnd)
    {
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
            NodeLog.WorkerFailed(context.Log, fault, $"{vmi.Namespace}/{vmi.Name}", vmi.Uid);
            if (!await ProcessReaper.KillForGoodAsync(HallMarkers.PodUid, vmi.Uid, context.Time, workersEnd))
                return;
        }

        lock (gate)
            workers.Remove(vmi.Uid);
    }
}
