using System.Collections.Immutable;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Servers;

/// <summary>A server's service nodes as this member sees them now.</summary>
internal static class NodeCandidates
{
    internal static ImmutableArray<NodeCandidate> For(ServerSpec spec, ClusterView view)
    {
        var nodes = view.Nodes;
        var pods = view.Pods.Values.Where(p => p.Node is not null && p.Phase != PodPhase.Ended && p.Key != spec.Target.EntityId).ToLookup(p => p.Node!);
        var limit = TimeSpan.FromSeconds(spec.Healing.NodeLostAfterSeconds);
        return [.. spec.ServiceNodes
            .Where(s => nodes.ContainsKey(s.Name))
            .Select(s => Candidate(spec, nodes[s.Name], view.SilentFor(s.Name) < limit, [.. pods[s.Name]]))];
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
