using LustreSupervisor.LocalCluster.Api.Controllers.Disruption;
using LustreSupervisor.LocalCluster.Api.Controllers.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers.Pods;
using LustreSupervisor.LocalCluster.Api.Controllers.Scheduling;
using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Api.Controllers;

/// <summary>Every controller of the cluster, in the process of its API server: scheduler and controller manager.</summary>
internal sealed class ControlPlane
{
    private readonly ControllerLoop[] loops;

    public ControlPlane(IEnumerable<IController> controllers, TimeProvider clock, ILogger log) =>
        loops = [.. controllers.Select(controller => new ControllerLoop(controller, clock, log))];

    /// <summary>The controllers of a cluster.</summary>
    public static IEnumerable<IController> All(
        ObjectStore store, ResourceRegistry registry, ClusterWriter writer, EventRecorder events, Binding binding, ControllerTimes times, TimeProvider clock)
    {
        var view = new ClusterView(store);
        yield return new Scheduler(view, binding, writer, events, times, clock);
        yield return new NodeLifecycle(view, writer, events, times, clock);
        yield return new TaintEviction(view, writer, events, clock);
        yield return new PodCollector(view, writer, times, clock);
        yield return new DisruptionController(view, new ExpectedPods(store, registry), writer, events, times, clock);
    }

    /// <summary>Tells the controllers of a change. Called under the store's lock.</summary>
    public void Follow(Change change)
    {
        foreach (var loop in loops) loop.Follow(change);
    }

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken ct) => Task.WhenAll(loops.Select(loop => Task.Run(() => loop.RunAsync(ct), CancellationToken.None)));
}
