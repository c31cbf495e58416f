using System.ComponentModel;
using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>Keeps one container as its pod's restart policy wants it: starts it, watches over it, starts it again.</summary>
/// <param name="scene">The pod.</param>
/// <param name="first">The container as it is known when the pod begins or the node has booted.</param>
/// <param name="end">Completes when the container is to end for good.</param>
internal sealed class ContainerKeeper(PodScene scene, ContainerFacts first, Task end)
{
    private readonly PodContext context = scene.Context;
    private readonly V1Container container = first.Spec;
    private readonly RestartBackOff backOff = new(scene.Context.Node.Kubelet.BackOffFactor);
    private readonly ContainerTelling telling = new(scene, first);

    private bool IsInit => first.Role == ContainerRole.Init;

    /// <summary>Whether it is started again after a failure; the words of a kill say so.</summary>
    private bool RestartsOnFailure => first.Role == ContainerRole.Sidecar || scene.Pod.Spec.RestartPolicy != "Never";

    /// <summary>Runs the container until it is over for good.</summary>
    /// <param name="cancellationToken">Lets go of it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (first.State.Terminated is { } before && !Restarts(before.ExitCode))
            return;
        for (var run = first.EverRan ? first.Restarts + 1 : 0; !end.IsCompleted; run++)
        {
            var ended = await RunOnceAsync(run, cancellationToken);
            if (ended is null || end.IsCompleted || !Restarts(ended.ExitCode))
                break;
            await WaitAsync(backOff.Next(context.Time.GetUtcNow()), cancellationToken);
        }

        telling.Settle(cancellationToken);
    }

    private bool Restarts(int exitCode) => first.Role switch
    {
        ContainerRole.Sidecar => true,
        ContainerRole.Init => exitCode != 0 && RestartsOnFailure,
        _ => scene.Pod.Spec.RestartPolicy switch { "Never" => false, "OnFailure" => exitCode != 0, _ => true },
    };

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait == TimeSpan.Zero)
            return;
        telling.BacksOff(wait, cancellationToken);
        await Task.WhenAny(end, Task.Delay(backOff.Scaled(wait), context.Time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>One run from start to end; null when it was to end before it started.</summary>
    private async Task<V1ContainerStateTerminated?> RunOnceAsync(int number, CancellationToken cancellationToken)
    {
        ContainerRun? run;
        try
        {
            run = await StartAsync(number, cancellationToken);
        }
        catch (Exception error) when (error is ContainerException or Win32Exception)
        {
            return telling.NotStarted(error.Message, number, cancellationToken);
        }

        if (run is null)
            return null;
        using (run)
        {
            using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var judge = new ContainerJudge(run, telling, cancellationToken);
            var tending = TendAsync(run, judge, running.Token);
            await Task.WhenAny(run.Process.Exit, end, judge.Condemned);
            if (!run.Process.Exit.IsCompleted)
                await KillAsync(run, judge);
            var exitCode = await run.Process.Exit;
            var ended = await run.DescribeAsync(exitCode, container.TerminationMessagePolicy, context.Time);
            // The report goes first: how soon a death is noticed is what the whole system's speed hangs on.
            telling.Ended(ended, number, cancellationToken);
            NodeLog.PodEnded(context.Log, scene.Name, scene.Pod.Uid(), run.Process.Identity.Pid, exitCode);
            await running.CancelAsync();
            await tending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ended;
        }
    }

    /// <summary>Starts the container as soon as what it refers to is there; null when it is to end first.</summary>
    private async Task<ContainerRun?> StartAsync(int number, CancellationToken cancellationToken)
    {
        while (!end.IsCompleted)
        {
            try
            {
                var config = NeedsConfig ? await context.Config.OfContainerAsync(scene.Pod, container, cancellationToken) : new ConfigData(scene.Pod.Namespace());
                if (end.IsCompleted)
                    return null;
                var environment = context.Starter.Environment(scene.Pod, container, config);
                var run = ContainerRun.Start(context, scene.Pod, container, number, environment, scene.Mounts(container));
                telling.Runs(run, number, cancellationToken);
                return run;
            }
            catch (ContainerException error) when (error.Refusal == Refusal.Config)
            {
                telling.LacksConfig(error.Message, cancellationToken);
            }
            catch (ContainerException error) when (error.Refusal == Refusal.Image)
            {
                telling.LacksImage(error.Message, cancellationToken);
            }

            await Task.WhenAny(end, Task.Delay(context.Node.Kubelet.ConfigRetryInterval, context.Time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return null;
    }

    private bool NeedsConfig => container.EnvFrom is { Count: > 0 }
        || container.Env?.Any(variable => variable.ValueFrom is { } source && (source.ConfigMapKeyRef is not null || source.SecretKeyRef is not null)) == true;

    /// <summary>What goes on beside the process: its postStart hook, then its probes.</summary>
    private async Task TendAsync(ContainerRun run, ContainerJudge judge, CancellationToken cancellationToken)
    {
        if (container.Lifecycle?.PostStart is { } hook
            && !(await context.Exec.HookAsync(run, container, hook, context.Node.Address, context.Time, cancellationToken)).IsSuccess)
        {
            telling.Event(isWarning: true, "FailedPostStartHook", "PostStartHook failed");
            judge.Condemn("FailedPostStartHook", null);
            return;
        }

        var probes = new Probes.ContainerProbes(container, run, context.Exec, context.Node.Address, judge, context.Time);
        if (!IsInit && !probes.IsEmpty)
            await probes.RunAsync(cancellationToken);
    }

    private async Task KillAsync(ContainerRun run, ContainerJudge judge)
    {
        var isCondemned = judge.Condemned.IsCompleted && !end.IsCompleted;
        telling.Event(isWarning: false, "Killing", isCondemned
            ? judge.Words(container.Name, RestartsOnFailure)
            : $"Stopping container {container.Name}");
        var own = TimeSpan.FromSeconds(judge.GraceSeconds ?? scene.Pod.Spec.TerminationGracePeriodSeconds ?? 0);
        await new ContainerEnding(scene, container, context.Exec).RunAsync(
            run, () => isCondemned && own < scene.Wishes.Grace ? own : scene.Wishes.Grace);
    }
}
