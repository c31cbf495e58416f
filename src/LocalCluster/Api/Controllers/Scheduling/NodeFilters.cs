using LustreSupervisor.LocalCluster.Api.Controllers.Views;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Scheduling;

/// <summary>The scheduler's filters in their order (<c>pkg/scheduler/framework/plugins</c>): the first that objects speaks for the node.</summary>
internal static class NodeFilters
{
    private static readonly Taint Cordoned = new("node.kubernetes.io/unschedulable", "", Taint.NoSchedule);

    /// <summary>Why the node does not take the pod; nothing when it does.</summary>
    public static IReadOnlyList<Obstacle> Objections(PodView pod, NodeRoom room)
    {
        var node = room.Node;
        if (node.IsUnschedulable && !Tolerates(pod, Cordoned)) return [new Obstacle("node(s) were unschedulable", true)];
        if (Untolerated(pod, node)) return [new Obstacle("node(s) had untolerated taint(s)", true)];
        if (!MatchesSelector(pod, node)) return [new Obstacle("node(s) didn't match Pod's node affinity/selector", true)];
        return [.. room.Shortages(pod)];
    }

    /// <summary>The best of the nodes that take the pod: least distaste, most preference, least load.</summary>
    public static NodeRoom? Best(PodView pod, IEnumerable<NodeRoom> rooms) => rooms
        .OrderBy(room => room.Node.Taints.Count(taint => taint.Effect == Taint.PreferNoSchedule && !Tolerates(pod, taint)))
        .ThenByDescending(room => pod.Preferred.Where(preference => preference.Term.Matches(room.Node)).Sum(preference => preference.Weight))
        .ThenBy(room => room.Load(pod))
        .ThenBy(room => room.Pods)
        .ThenBy(room => room.Node.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    private static bool Untolerated(PodView pod, NodeView node) =>
        node.Taints.Any(taint => taint.Effect is Taint.NoSchedule or Taint.NoExecute && !Tolerates(pod, taint));

    private static bool Tolerates(PodView pod, Taint taint) => pod.Tolerations.Any(toleration => toleration.Tolerates(taint));

    private static bool MatchesSelector(PodView pod, NodeView node) =>
        pod.NodeSelector.All(wanted => node.Labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
        && (pod.Required is null || pod.Required.Any(term => term.Matches(node)));
}
