using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Nodes;

/// <summary>
/// <c>taint-eviction-controller</c>: deletes pods from nodes with a <c>NoExecute</c> taint that they do not tolerate, or no longer do.
/// The deletion is graceful: while the kubelet is silent the object stays, and says so.
/// </summary>
internal sealed class TaintEviction(ClusterView view, ClusterWriter writer, EventRecorder events, TimeProvider clock) : IController
{
    private const string Component = "taint-eviction-controller";

    /// <summary>Since when each pod bears its node's taints, by UID.</summary>
    private readonly Dictionary<string, long> bearing = [];

    /// <inheritdoc/>
    public string Name => Component;

    /// <inheritdoc/>
    public bool Concerns(Change change) =>
        change.Object.Key.Resource == BuiltIns.Pods.Storage || change.Object.Key.Resource == BuiltIns.Nodes.Storage;

    /// <inheritdoc/>
    public TimeSpan? Pass()
    {
        var tainted = view.Nodes()
            .Select(node => (node.Name, Taints: node.Taints.Where(taint => taint.Effect == Taint.NoExecute).ToList()))
            .Where(node => node.Taints.Count > 0).ToDictionary(node => node.Name, node => node.Taints);
        if (tainted.Count == 0 && bearing.Count == 0) return null;
        var pods = view.Pods(pod => tainted.ContainsKey(pod.Fields["spec.nodeName"]) || bearing.ContainsKey(pod.Uid));
        foreach (var gone in bearing.Keys.Except(pods.Select(pod => pod.Uid)).ToList()) bearing.Remove(gone);
        TimeSpan? next = null;
        foreach (var pod in pods)
        {
            if (Judge(pod, tainted.GetValueOrDefault(pod.NodeName, [])) is { } left && (next is null || left < next)) next = left;
        }

        return next;
    }

    /// <summary>How long the pod bears all of these taints: zero when it does not, null for ever.</summary>
    internal static TimeSpan? Borne(IReadOnlyList<Toleration> tolerations, IReadOnlyList<Taint> taints)
    {
        long? least = null;
        foreach (var taint in taints)
        {
            var matching = tolerations.Where(toleration => toleration.Tolerates(taint)).ToList();
            if (matching.Count == 0) return TimeSpan.Zero;
            // Of several tolerations that fit one taint the first counts, as in GetMatchingTolerations.
            if (matching[0].Seconds is { } seconds) least = Math.Min(least ?? long.MaxValue, Math.Max(seconds, 0));
        }

        return least is { } limit ? TimeSpan.FromSeconds(Math.Min(limit, MostSeconds)) : null;
    }

    /// <summary>A century: any longer and it is for ever.</summary>
    private const long MostSeconds = 100L * 366 * 24 * 3600;

    /// <summary>Evicts the pod if its time is over. Returns how much of it is left.</summary>
    private TimeSpan? Judge(PodView pod, IReadOnlyList<Taint> taints)
    {
        if (pod.IsDeleting)
        {
            bearing.Remove(pod.Uid);
            return null;
        }

        if (Borne(pod.Tolerations, taints) is not { } limit)
        {
            if (bearing.Remove(pod.Uid))
                events.Normal(Component, pod.Subject, "TaintManagerEviction", $"Cancelling deletion of Pod {pod.Key.Namespace}/{pod.Key.Name}");
            return null;
        }

        if (!bearing.TryGetValue(pod.Uid, out var since)) since = clock.GetTimestamp();
        var left = limit - clock.GetElapsedTime(since);
        if (left > TimeSpan.Zero)
        {
            bearing[pod.Uid] = since;
            return left;
        }

        bearing.Remove(pod.Uid);
        Evict(pod);
        return null;
    }

    private void Evict(PodView pod)
    {
        events.Normal(Component, pod.Subject, "TaintManagerEviction", $"Marking for deletion Pod {pod.Key.Namespace}/{pod.Key.Name}");
        var now = clock.GetUtcNow();
        writer.ChangeStatus(BuiltIns.Pods, pod.Key, pod.Uid, body => Conditions.Set(
            body, "DisruptionTarget", "True", "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", now,
            ("observedGeneration", body.Generation())));
        writer.Delete(BuiltIns.Pods, pod.Key, new DeleteOptions(Uid: pod.Uid));
    }
}
