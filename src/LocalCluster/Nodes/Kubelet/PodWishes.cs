using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>What the API server wants of one pod: that it ends, and how soon. Wishes only ever grow stronger.</summary>
internal sealed class PodWishes
{
    /// <summary>Grace of a pod that vanished without one; the kubelet's own minimum.</summary>
    private const int GraceSecondsMin = 1;

    private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource deletion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource removal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private int graceSeconds = int.MaxValue;

    /// <summary>Completes when the pod's container is to end.</summary>
    public Task End => end.Task;

    /// <summary>Completes when the pod's object is to go, or is gone.</summary>
    public Task Deletion => deletion.Task;

    /// <summary>Completes when the object is gone.</summary>
    public Task Removal => removal.Task;

    /// <summary>How long the container may take to end once asked.</summary>
    public TimeSpan Grace
    {
        get
        {
            lock (gate)
                return TimeSpan.FromSeconds(graceSeconds);
        }
    }

    /// <summary>Takes note of the object as it is now.</summary>
    /// <param name="pod">The object.</param>
    public void Note(V1Pod pod)
    {
        if (pod.DeletionTimestamp() is null)
            return;
        Shorten(pod.Metadata.DeletionGracePeriodSeconds ?? pod.Spec.TerminationGracePeriodSeconds ?? GraceSecondsMin);
        end.TrySetResult();
        deletion.TrySetResult();
    }

    /// <summary>Takes note that the object is gone: nobody waits for its container any more.</summary>
    public void NoteRemoval()
    {
        Shorten(GraceSecondsMin);
        end.TrySetResult();
        deletion.TrySetResult();
        removal.TrySetResult();
    }

    /// <summary>Takes note that the node goes down: containers end, objects stay.</summary>
    /// <param name="limit">Longest grace that is left.</param>
    public void NoteShutdown(TimeSpan limit)
    {
        Shorten((long)limit.TotalSeconds);
        end.TrySetResult();
    }

    private void Shorten(long seconds)
    {
        lock (gate)
            graceSeconds = (int)Math.Min(graceSeconds, Math.Max(seconds, GraceSecondsMin));
    }
}
