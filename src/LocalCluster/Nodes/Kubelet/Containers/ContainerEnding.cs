using k8s.Models;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>Ends a container as the kubelet does: preStop hook, SIGTERM, grace, SIGKILL.</summary>
/// <param name="scene">The pod.</param>
/// <param name="container">The container.</param>
/// <param name="exec">Runs hooks.</param>
internal sealed class ContainerEnding(PodScene scene, V1Container container, ContainerExec exec)
{
    /// <summary>How often a running grace period is compared with the wish, which may have become shorter.</summary>
    private static readonly TimeSpan GraceStep = TimeSpan.FromMilliseconds(100);

    /// <summary>What a hook leaves the container at least (<c>minimumGracePeriodInSeconds</c>).</summary>
    private static readonly TimeSpan GraceAfterHookMin = TimeSpan.FromSeconds(2);

    /// <summary>Ends it, and returns when its process is gone or SIGKILL is sent.</summary>
    /// <param name="run">The run.</param>
    /// <param name="grace">How long it may take; asked again and again.</param>
    public async Task RunAsync(ContainerRun run, Func<TimeSpan> grace)
    {
        var (context, process) = (scene.Context, run.Process);
        NodeLog.PodStopping(context.Log, scene.Name, scene.Pod.Uid(), process.Identity.Pid, grace().TotalSeconds);
        var asked = context.Time.GetTimestamp();
        var least = TimeSpan.Zero;
        if (container.Lifecycle?.PreStop is { } hook)
        {
            await HookAsync(run, hook, () => context.Time.GetElapsedTime(asked) >= grace());
            least = context.Time.GetElapsedTime(asked) + GraceAfterHookMin;
        }

        _ = process.Send(Signal.Terminate);
        await UntilAsync(process, () => context.Time.GetElapsedTime(asked) is var elapsed && elapsed >= grace() && elapsed >= least);
        _ = process.Send(Signal.Kill);
    }

    private async Task HookAsync(ContainerRun run, V1LifecycleHandler hook, Func<bool> isOver)
    {
        using var limit = new CancellationTokenSource();
        var running = exec.HookAsync(run, container, hook, scene.Context.Node.Address, scene.Context.Time, limit.Token);
        await UntilAsync(run.Process, () => running.IsCompleted || isOver(), running);
        await limit.CancelAsync();
        if (await running is { IsSuccess: false })
            scene.Context.Events.OfContainer(scene.Pod, container, isInit: false, isWarning: true, "FailedPreStopHook", "PreStopHook failed");
    }

    private async Task UntilAsync(ChildProcess process, Func<bool> holds, Task? sooner = null)
    {
        while (!process.Exit.IsCompleted && !holds())
            await Task.WhenAny(process.Exit, sooner ?? process.Exit, Task.Delay(GraceStep, scene.Context.Time));
    }
}
