using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>One pod's life on this node, told top to bottom: prepare, run, end, wait for its deletion.</summary>
internal sealed class PodWorker
{
    private readonly V1Pod pod;
    private readonly PodContext context;
    private readonly TaskCompletionSource containerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A worker for a pod.</summary>
    /// <param name="pod">The pod as first seen.</param>
    /// <param name="context">What all workers share.</param>
    public PodWorker(V1Pod pod, PodContext context)
    {
        (this.pod, this.context) = (pod, context);
        Wishes = new PodWishes(pod);
        Reporter = new PodReporter(pod, new PodStatuses(context.Node.Address), context.Api, context.Time);
    }

    /// <summary>What the API server wants of the pod; the watch tells it.</summary>
    public PodWishes Wishes { get; }

    /// <summary>Knows the pod.</summary>
    public PodReporter Reporter { get; }

    /// <summary>Completes when no container of the pod runs and that is reported.</summary>
    public Task ContainerEnded => containerEnded.Task;

    /// <summary>Takes note of the object as it is now.</summary>
    /// <param name="now">The object.</param>
    /// <param name="cancellationToken">Ends the worker.</param>
    public void Note(V1Pod now, CancellationToken cancellationToken)
    {
        Wishes.Note(now);
        Reporter.Note(now, cancellationToken);
    }

    /// <summary>Lives the pod's life until its object is gone.</summary>
    /// <param name="cancellationToken">Ends the worker, not the container.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!IsOver(pod))
                await LiveAsync(cancellationToken);
        }
        finally
        {
            containerEnded.TrySetResult();
        }

        await Wishes.Deletion.WaitAsync(cancellationToken);
        if (!Wishes.Removal.IsCompleted)
            await context.Api.RemoveAsync(pod, cancellationToken);
        context.Logs.Remove(pod);
    }

    /// <summary>A pod that ended once never runs again, whatever its restart policy.</summary>
    private static bool IsOver(V1Pod pod) => pod.Status?.Phase is "Succeeded" or "Failed";

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        if (Reporter.Facts.Containers.Any(facts => facts.EverRan))
            NodeLog.PodLost(context.Log, $"{pod.Namespace()}/{pod.Name()}", pod.Uid());
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var preparing = context.Volumes.PrepareAsync(pod, running.Token);
        if (!preparing.IsCompleted)
            Reporter.Change(facts => facts, cancellationToken);
        if (Wishes.End.IsCompleted || await Task.WhenAny(preparing, Wishes.End) != preparing)
        {
            await running.CancelAsync();
            await ((Task)preparing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await EndAsync(cancellationToken);
            return;
        }

        var mounts = await preparing;
        var keeping = context.Volumes.KeepAsync(pod, running.Token);
        var deadline = KeepDeadlineAsync(running.Token);
        Reporter.Begin();
        context.Starts(pod.Uid());
        try
        {
            await new PodContainers(new PodScene(pod, context, Reporter, Wishes, mounts.Of)).RunAsync(cancellationToken);
        }
        finally
        {
            context.ProcessGone(pod.Uid());
        }

        await EndAsync(cancellationToken);
        await running.CancelAsync();
        await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await deadline.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Volumes.Remove(pod);
    }

    /// <summary>Reports the last state, and returns when it is reported.</summary>
    private async Task EndAsync(CancellationToken cancellationToken)
    {
        Reporter.Change(facts => facts with { IsOver = true, Verdict = Wishes.Verdict }, cancellationToken);
        await Reporter.FlushAsync();
    }

    /// <summary>Ends the pod when its <c>activeDeadlineSeconds</c> are over; they may be set or changed while it runs.</summary>
    private async Task KeepDeadlineAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), context.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (Reporter.Pod.Spec.ActiveDeadlineSeconds is not { } seconds
                || context.Time.GetUtcNow().UtcDateTime < Reporter.Facts.Since + TimeSpan.FromSeconds(seconds))
                continue;
            context.Events.OfPod(pod, isWarning: false, PodVerdict.DeadlineExceeded.Reason, PodVerdict.DeadlineExceeded.Message);
            // Known before the containers end: the status that says so says why.
            Reporter.Change(facts => facts with { Verdict = PodVerdict.DeadlineExceeded }, cancellationToken);
            Wishes.NoteVerdict(PodVerdict.DeadlineExceeded);
            return;
        }
    }
}
