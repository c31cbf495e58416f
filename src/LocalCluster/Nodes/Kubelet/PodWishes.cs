using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>What is wanted of one pod: that it ends, how soon, and why. Wishes only ever grow stronger.</summary>
/// <param name="pod">The pod as first seen.</param>
internal sealed class PodWishes(V1Pod pod)
{
    /// <summary>The kubelet's own minimum, and its grace for a pod that names none.</summary>
    private const int GraceSecondsMin = 1;

    private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource deletion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource removal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private int graceSeconds = int.MaxValue;
    private PodVerdict? verdict;

    /// <summary>Completes when the pod's containers are to end.</summary>
    public Task End => end.Task;

    /// <summary>Completes when the pod's object is to go, or is gone.</summary>
    public Task Deletion => deletion.Task;

    /// <summary>Completes when the object is gone.</summary>
    public Task Removal => removal.Task;

    /// <summary>How long a container may take to end once asked.</summary>
    public TimeSpan Grace
    {
        get
        {
            lock (gate)
                return TimeSpan.FromSeconds(graceSeconds);
        }
    }

    /// <summary>Why the kubelet itself ends the pod; null when it does not.</summary>
    public PodVerdict? Verdict
    {
        get
        {
            lock (gate)
                return verdict;
        }
    }

    /// <summary>Takes note of the object as it is now.</summary>
    /// <param name="now">The object.</param>
    public void Note(V1Pod now)
    {
        if (now.DeletionTimestamp() is null)
            return;
        Shorten(now.Metadata.DeletionGracePeriodSeconds is > 0 and var asked ? asked : OwnGrace);
        end.TrySetResult();
        deletion.TrySetResult();
    }

    /// <summary>
    /// Takes note that the object is gone. Its containers still get the pod's own grace, unless a shorter one runs already: so does the
    /// kubelet with a pod that was removed by force.
    /// </summary>
    public void NoteRemoval()
    {
        Shorten(OwnGrace);
        end.TrySetResult();
        deletion.TrySetResult();
        removal.TrySetResult();
    }

    /// <summary>Takes note that the kubelet itself ends the pod: containers end, the object stays.</summary>
    /// <param name="why">Why; null for no words in its status.</param>
    /// <param name="limit">Longest grace; null for the pod's own.</param>
    public void NoteVerdict(PodVerdict why, TimeSpan? limit = null)
    {
        lock (gate)
        {
            if (!end.Task.IsCompleted)
                verdict = why;
        }

        Shorten(limit is { } given ? (long)given.TotalSeconds : OwnGrace);
        end.TrySetResult();
    }

    private long OwnGrace => pod.Spec.TerminationGracePeriodSeconds ?? GraceSecondsMin;

    private void Shorten(long seconds)
    {
        lock (gate)
            graceSeconds = (int)Math.Min(graceSeconds, Math.Max(seconds, GraceSecondsMin));
    }
}
