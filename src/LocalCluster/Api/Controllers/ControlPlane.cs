using LustreSupervisor.LocalCluster.Api.Controllers.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers.Pods;
using LustreSupervisor.LocalCluster.Api.Controllers.Scheduling;
using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Api.Controllers;

/// <summary>Every controller of the cluster, in the process of its API server: scheduler and controller manager.</summary>
internal sealed class ControlPlane
{
    private readonly ControllerLoop[] loops;

    public ControlPlane(
        ObjectStore store, ObjectWriter writer, Deletion deletion, Binding binding, ControllerTimes times, TimeProvider clock, ILogger log)
    {
        var view = new ClusterView(store);
        var changes = new ClusterWriter(writer, deletion);
        var events = new EventRecorder(writer, clock, log);
        IController[] controllers =
        [
            new Scheduler(view, binding, changes, events, times, clock),
            new NodeLifecycle(view, changes, events, times, clock),
            new TaintEviction(view, changes, events, clock),
            new PodCollector(view, changes, times, clock),
        ];
        loops = [.. controllers.Select(controller => new ControllerLoop(controller, clock, log))];
    }

    /// <summary>Tells the controllers of a change. Called under the store's lock.</summary>
    public void Follow(Change change)
    {
        foreach (var loop in loops) loop.Follow(change);
    }

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken ct) => Task.WhenAll(loops.Select(loop => Task.Run(() => loop.RunAsync(ct), CancellationToken.None)));
}
