using LustreSupervisor.LocalCluster.Api.Controllers.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Pods;

/// <summary>
/// <c>pod-garbage-collector-controller</c>: removes the objects of pods that no kubelet will ever speak for again. An object's end is
/// no proof of a process's end, here as in life.
/// </summary>
internal sealed class PodCollector(ClusterView view, ClusterWriter writer, ControllerTimes times, TimeProvider clock) : IController
{
    /// <summary>Since when each node that pods name has been missing.</summary>
    private readonly Dictionary<string, long> missing = [];

    /// <inheritdoc/>
    public string Name => "pod-garbage-collector-controller";

    /// <inheritdoc/>
    public bool Concerns(Change change) => false;

    /// <inheritdoc/>
    public TimeSpan? Pass()
    {
        var pods = view.Pods();
        var nodes = view.Nodes().ToDictionary(node => node.Name);
        CollectEnded(pods);
        foreach (var pod in pods.Where(pod => pod.IsDeleting && IsOutOfService(nodes.GetValueOrDefault(pod.NodeName)))) Remove(pod);
        CollectLost(pods, nodes);
        foreach (var pod in pods.Where(pod => pod is { IsDeleting: true, NodeName.Length: 0 })) Remove(pod);
        return times.PodCollectorPeriod;
    }

    private void CollectEnded(PodView[] pods)
    {
        var ended = pods.Where(pod => pod.Phase is not ("Pending" or "Running" or "Unknown")).ToList();
        var oldest = ended.OrderBy(pod => pod is { Phase: "Failed", Reason: "Evicted" } ? 0 : 1).ThenBy(pod => pod.CreatedAt)
            .ThenBy(pod => pod.Key.Name, StringComparer.Ordinal);
        foreach (var pod in oldest.Take(ended.Count - times.TerminatedPodsMax)) Remove(pod);
    }

    /// <summary>Somebody has declared that the node is off (<c>out-of-service</c>), and it says nothing to the contrary.</summary>
    private static bool IsOutOfService(NodeView? node) =>
        node is { IsReady: false } && node.Taints.Any(taint => taint.Key == NodeTaints.OutOfService);

    private void CollectLost(PodView[] pods, Dictionary<string, NodeView> nodes)
    {
        var lost = pods.Where(pod => pod.NodeName.Length > 0 && !nodes.ContainsKey(pod.NodeName)).ToLookup(pod => pod.NodeName);
        foreach (var back in missing.Keys.Except(lost.Select(group => group.Key)).ToList()) missing.Remove(back);
        foreach (var group in lost)
        {
            if (!missing.TryGetValue(group.Key, out var since)) missing[group.Key] = since = clock.GetTimestamp();
            if (clock.GetElapsedTime(since) < times.LostNodeQuarantine) continue;
            foreach (var pod in group) Remove(pod, "PodGC: node no longer exists");
        }
    }

    private void Remove(PodView pod, string? disruption = null)
    {
        var now = clock.GetUtcNow();
        if (!pod.IsOver)
        {
            writer.ChangeStatus(BuiltIns.Pods, pod.Key, pod.Uid, body =>
            {
                body.Ensure("status")["phase"] = "Failed";
                if (disruption is not null)
                    Conditions.Set(body, "DisruptionTarget", "True", "DeletionByPodGC", disruption, now, ("observedGeneration", body.Generation()));
            });
        }

        writer.Delete(BuiltIns.Pods, pod.Key, new DeleteOptions(GraceSeconds: 0, Uid: pod.Uid));
    }
}
