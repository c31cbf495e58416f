using System.Collections.Immutable;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Nodes as a placement judges them, made from what a member sees of the cluster.</summary>
public static class NodeCandidates
{
    /// <summary>The candidates for a server.</summary>
    /// <param name="spec">The server.</param>
    /// <param name="nodes">Nodes to judge.</param>
    /// <param name="pods">All pods of servers.</param>
    /// <param name="silentFor">How long a node, by name, has not been heard of.</param>
    public static ImmutableArray<NodeCandidate> For(
        ServerSpec spec, IEnumerable<NodeFact> nodes, IEnumerable<PodFact> pods, Func<string, TimeSpan> silentFor)
    {
        var others = pods.Where(p => p.Node is not null && p.Phase != PodPhase.Ended && p.Key != spec.Target.EntityId).ToLookup(p => p.Node!);
        var limit = TimeSpan.FromSeconds(spec.Healing.NodeLostAfterSeconds);
        return [.. nodes.Select(n => Candidate(spec, n, silentFor(n.Name) < limit, [.. others[n.Name]]))];
    }

    private static NodeCandidate Candidate(ServerSpec spec, NodeFact node, bool heard, ImmutableArray<PodFact> pods) => new(
        node.Name,
        node.Kernel,
        heard,
        node.Ready,
        node.Schedulable,
        node.Devices.Any(d => d.Device.Id == spec.Device.Id),
        pods.Length,
        pods.Count(p => IsSameGroup(p, spec)),
        pods.Any(p => p.Key.EndsWith("-mgs", StringComparison.Ordinal)));

    private static bool IsSameGroup(PodFact pod, ServerSpec spec)
    {
        var own = spec.Target.EntityId;
        var prefix = own[..^Math.Min(own.Length, 4)];
        return pod.Key.Length == own.Length && pod.Key.StartsWith(prefix, StringComparison.Ordinal);
    }
}
