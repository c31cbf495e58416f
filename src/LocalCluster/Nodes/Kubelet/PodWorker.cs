using System.ComponentModel;
using k8s.Models;
using LustreSupervisor.LocalCluster.Processes;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>What every pod worker of a node shares.</summary>
/// <param name="Node">The node.</param>
/// <param name="Starter">Turns pods into processes.</param>
/// <param name="Secrets">Secrets as files.</param>
/// <param name="Api">Writes to the API server.</param>
/// <param name="Starts">Tells the node's kernel, by the pod's UID, that its first process is about to start.</param>
/// <param name="ProcessGone">Tells the node's kernel, by the pod's UID, that its process is gone, so that its mount namespace goes.</param>
/// <param name="Time">Clock.</param>
/// <param name="Log">The node's log.</param>
internal sealed record PodContext(
    NodeOptions Node,
    ContainerStart Starter,
    SecretVolumes Secrets,
    PodApi Api,
    Action<string> Starts,
    Action<string> ProcessGone,
    TimeProvider Time,
    ILogger Log);

/// <summary>One pod's life on this node, told top to bottom: start, run, end, wait for its deletion.</summary>
/// <param name="pod">The pod as first seen.</param>
/// <param name="context">What all workers share.</param>
internal sealed class PodWorker(V1Pod pod, PodContext context)
{
    /// <summary>How often a running grace period is compared with the wish.</summary>
    private static readonly TimeSpan GraceStep = TimeSpan.FromMilliseconds(100);

    private readonly PodStatuses statuses = new(pod, context.Node.Address);
    private readonly TaskCompletionSource containerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the API server wants of the pod; the watch tells it.</summary>
    public PodWishes Wishes { get; } = new();

    /// <summary>Completes when no container of the pod runs and that is reported.</summary>
    public Task ContainerEnded => containerEnded.Task;

    private DateTime Now => context.Time.GetUtcNow().UtcDateTime;

    private string Name => $"{pod.Namespace()}/{pod.Name()}";

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
    }

    /// <summary>Restart policy Never: a pod that ended once never runs again.</summary>
    private static bool IsOver(V1Pod pod) => pod.Status?.Phase is "Succeeded" or "Failed";

    private static bool RanBefore(V1Pod pod) => pod.Status?.ContainerStatuses?.Any(status => status.State?.Running is not null) == true;

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        if (RanBefore(pod))
        {
            NodeLog.PodLost(context.Log, Name, pod.Uid());
            await context.Api.ReportAsync(pod, statuses.Lost(Now), cancellationToken);
            return;
        }

        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var preparing = context.Secrets.PrepareAsync(pod, running.Token);
        if (Wishes.End.IsCompleted || await Task.WhenAny(preparing, Wishes.End) != preparing)
        {
            await running.CancelAsync();
            await ((Task)preparing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        var mounts = await preparing;
        ChildProcess process;
        var started = Now;
        try
        {
            context.Starts(pod.Uid());
            process = ChildProcess.Start(context.Starter.Of(pod, mounts));
        }
        catch (Exception error) when (error is ContainerException or Win32Exception)
        {
            NodeLog.PodRefused(context.Log, Name, pod.Uid(), error.Message);
            context.ProcessGone(pod.Uid());
            await context.Api.ReportAsync(pod, statuses.NotStarted(error.Message, Now), cancellationToken);
            return;
        }

        var keeping = context.Secrets.KeepAsync(pod, running.Token);
        using (process)
            await WatchOverAsync(process, started, cancellationToken);
        await running.CancelAsync();
        await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Secrets.Remove(pod);
    }

    private async Task WatchOverAsync(ChildProcess process, DateTime started, CancellationToken cancellationToken)
    {
        var pid = process.Identity.Pid;
        NodeLog.PodStarted(context.Log, Name, pod.Uid(), pid);
        await context.Api.ReportAsync(pod, statuses.Running(pid, started), cancellationToken);
        if (await Task.WhenAny(process.Exit, Wishes.End) != process.Exit)
            await EndAsync(process);
        var exitCode = await process.Exit;
        // The report goes first: how soon a death is noticed is what the whole system's speed hangs on.
        var report = context.Api.ReportAsync(pod, statuses.Ended(pid, exitCode, started, Now), cancellationToken);
        context.ProcessGone(pod.Uid());
        NodeLog.PodEnded(context.Log, Name, pod.Uid(), pid, exitCode);
        await report;
    }

    private async Task EndAsync(ChildProcess process)
    {
        NodeLog.PodStopping(context.Log, Name, pod.Uid(), process.Identity.Pid, Wishes.Grace.TotalSeconds);
        var asked = context.Time.GetTimestamp();
        _ = process.Send(Signal.Terminate);
        // The grace may be shortened while it runs, so it is looked at again and again.
        while (!process.Exit.IsCompleted && context.Time.GetElapsedTime(asked) < Wishes.Grace)
        {
            var step = Task.Delay(GraceStep, context.Time);
            await Task.WhenAny(process.Exit, step);
        }

        _ = process.Send(Signal.Kill);
    }
}
