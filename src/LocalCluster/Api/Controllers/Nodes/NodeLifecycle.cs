using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Nodes;

/// <summary>
/// <c>node-lifecycle-controller</c>: a node that is silent for longer than the grace is of unknown condition; conditions become taints,
/// and pods on a node that is not ready are not ready. Nothing here says that a kernel is dead.
/// </summary>
internal sealed class NodeLifecycle(ClusterView view, ClusterWriter writer, EventRecorder events, ControllerTimes times, TimeProvider clock)
    : IController
{
    private const string Component = "node-controller";

    /// <summary>Conditions that only a kubelet can know.</summary>
    private static readonly string[] KubeletConditions = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];

    private readonly Heartbeats heartbeats = new(view.Store, clock);
    private readonly Dictionary<string, (EventSubject Subject, bool IsReady)> known = [];

    /// <inheritdoc/>
    public string Name => "node-lifecycle-controller";

    /// <inheritdoc/>
    public bool Concerns(Change change) => change.Object.Key.Resource == BuiltIns.Nodes.Storage;

    /// <inheritdoc/>
    public TimeSpan? Pass()
    {
        var nodes = view.Nodes();
        Follow(nodes);
        foreach (var node in nodes)
        {
            if (heartbeats.Silence(node) > times.NodeMonitorGrace && KubeletConditions.Any(type => node.Conditions.GetValueOrDefault(type) != "Unknown"))
                MarkUnknown(node);
        }

        // The marks are versions of their own, so the nodes are read again.
        var unready = new HashSet<string>();
        foreach (var node in view.Nodes())
        {
            Tell(node);
            Taint(node);
            if (!node.IsReady && node.Conditions.ContainsKey("Ready")) unready.Add(node.Name);
        }

        if (unready.Count > 0) MarkPodsNotReady(unready);
        return times.NodeMonitorPeriod;
    }

    private void Follow(NodeView[] nodes)
    {
        heartbeats.Keep(nodes.Select(node => node.Name));
        foreach (var node in nodes.Where(node => !known.TryGetValue(node.Name, out var seen) || seen.Subject.Uid != node.Stored.Uid))
        {
            known[node.Name] = (node.Subject, node.IsReady);
            events.Normal(Component, node.Subject, "RegisteredNode", $"Node {node.Name} event: Registered Node {node.Name} in Controller");
        }

        foreach (var gone in known.Keys.Except(nodes.Select(node => node.Name)).ToList())
        {
            events.Normal(Component, known[gone].Subject, "RemovingNode", $"Node {gone} event: Removing Node {gone} from Controller");
            known.Remove(gone);
        }
    }

    private void MarkUnknown(NodeView node)
    {
        var now = clock.GetUtcNow();
        writer.ChangeStatus(BuiltIns.Nodes, node.Stored.Key, node.Stored.Uid, body =>
        {
            foreach (var type in KubeletConditions)
            {
                var known = Conditions.Find(body, type);
                var (reason, message) = known is null
                    ? ("NodeStatusNeverUpdated", "Kubelet never posted node status.")
                    : ("NodeStatusUnknown", "Kubelet stopped posting node status.");
                if (known?["status"].Text() == "Unknown") continue;
                var heartbeat = (known?["lastHeartbeatTime"] ?? body.At("metadata", "creationTimestamp"))?.DeepClone();
                Conditions.Set(body, type, "Unknown", reason, message, now, ("lastHeartbeatTime", heartbeat));
            }
        });
    }

    private void Tell(NodeView node)
    {
        if (!known.TryGetValue(node.Name, out var last)) return;
        if (last.IsReady && !node.IsReady) events.Normal(Component, node.Subject, "NodeNotReady", $"Node {node.Name} status is now: NodeNotReady");
        known[node.Name] = (node.Subject, node.IsReady);
    }

    private void Taint(NodeView node)
    {
        var wanted = NodeTaints.Wanted(node);
        if (NodeTaints.AreRight(node, wanted)) return;
        var now = clock.GetUtcNow();
        writer.ChangeMain(BuiltIns.Nodes, node.Stored.Key, node.Stored.Uid, body => NodeTaints.Apply(body, wanted, now));
    }

    private void MarkPodsNotReady(HashSet<string> nodes)
    {
        var now = clock.GetUtcNow();
        foreach (var pod in view.Pods(pod => nodes.Contains(pod.Fields["spec.nodeName"])).Where(pod => pod.IsReady))
        {
            var marked = writer.ChangeStatus(BuiltIns.Pods, pod.Key, pod.Uid, body => SetNotReady(body, now));
            if (marked) events.Warning(Component, pod.Subject, "NodeNotReady", "Node is not ready");
        }
    }

    /// <summary>Only the status of the condition changes (<c>MarkPodsNotReady</c>): the kubelet's reason stays.</summary>
    private static void SetNotReady(JsonObject pod, DateTimeOffset now)
    {
        if (Conditions.Find(pod, "Ready") is not { } ready || ready["status"].Text() != "True") return;
        ready["status"] = "False";
        ready["lastTransitionTime"] = Metadata.Stamp(now);
    }
}
