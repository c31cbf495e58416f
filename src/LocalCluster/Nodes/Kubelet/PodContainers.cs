using LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>Runs the containers of a pod in their order: init containers one by one, sidecars as they come, then all the others at once.</summary>
/// <param name="scene">The pod.</param>
internal sealed class PodContainers(PodScene scene)
{
    private readonly TaskCompletionSource mainEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> sidecars = [];

    /// <summary>Returns when no container runs and none will.</summary>
    /// <param name="cancellationToken">Lets go of them.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await InitAsync(cancellationToken))
                await Task.WhenAll(scene.Reporter.Facts.Main.Select(facts =>
                    new ContainerKeeper(scene, facts, scene.Wishes.End).RunAsync(cancellationToken)));
        }
        finally
        {
            mainEnded.TrySetResult();
            await Task.WhenAll(sidecars);
        }
    }

    /// <summary>False when the others must not start.</summary>
    private async Task<bool> InitAsync(CancellationToken cancellationToken)
    {
        // Sidecars end after the others, or with them when the pod is to end and nothing else runs any more.
        foreach (var facts in scene.Reporter.Facts.Init.ToList())
        {
            if (scene.Wishes.End.IsCompleted)
                return false;
            if (facts.Role == ContainerRole.Sidecar)
            {
                var keeping = new ContainerKeeper(scene, facts, mainEnded.Task).RunAsync(cancellationToken);
                sidecars.Add(keeping);
                await StartedAsync(facts, keeping, cancellationToken);
                continue;
            }

            await new ContainerKeeper(scene, facts, scene.Wishes.End).RunAsync(cancellationToken);
            if (!Now(facts).Succeeded)
                return false;
        }

        return !scene.Wishes.End.IsCompleted;
    }

    /// <summary>The next container waits until a sidecar's startup probe has succeeded.</summary>
    private async Task StartedAsync(ContainerFacts facts, Task keeping, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), scene.Context.Time);
        while (!Now(facts).Started && !keeping.IsCompleted && !scene.Wishes.End.IsCompleted)
            await timer.WaitForNextTickAsync(cancellationToken);
    }

    private ContainerFacts Now(ContainerFacts facts) => scene.Reporter.Facts.Containers.Find(one => one.Spec.Name == facts.Spec.Name)!;
}
