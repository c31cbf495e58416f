using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Nodes;

/// <summary>
/// When each node last gave a sign of life, by this process's own clock: that a Lease or a status changed counts, not what time it
/// claims. So clocks need not agree, and a control plane that was away does not call everybody dead.
/// </summary>
internal sealed class Heartbeats(ObjectStore store, TimeProvider clock)
{
    private static readonly ResourceName Leases = new("coordination.k8s.io", "leases");

    private readonly Dictionary<string, (string Uid, string Sign, long At)> seen = [];

    /// <summary>Takes note of a node, and tells for how long it has been silent.</summary>
    public TimeSpan Silence(NodeView node)
    {
        var renewed = store.Find(new ObjectKey(Leases, "kube-node-lease", node.Name))?.Parse().TextAt("spec", "renewTime");
        var sign = $"{renewed} {node.Heartbeat}";
        if (!seen.TryGetValue(node.Name, out var last) || last.Uid != node.Stored.Uid || last.Sign != sign)
            seen[node.Name] = last = (node.Stored.Uid, sign, clock.GetTimestamp());
        return clock.GetElapsedTime(last.At);
    }

    /// <summary>Forgets nodes that are gone.</summary>
    public void Keep(IEnumerable<string> nodes)
    {
        foreach (var gone in seen.Keys.Except(nodes).ToList()) seen.Remove(gone);
    }
}
