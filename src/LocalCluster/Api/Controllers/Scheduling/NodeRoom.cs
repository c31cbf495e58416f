using LustreSupervisor.LocalCluster.Api.Controllers.Views;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Scheduling;

/// <summary>A node during one pass of the scheduler, with what its pods leave of it.</summary>
internal sealed class NodeRoom(NodeView node)
{
    /// <summary>The resource that counts pods.</summary>
    private const string PodCount = "pods";

    private readonly Dictionary<string, decimal> taken = new(StringComparer.Ordinal);

    public NodeView Node => node;

    /// <summary>Pods that the node has to carry.</summary>
    public int Pods { get; private set; }

    /// <summary>Puts a pod on the node.</summary>
    public void Take(PodView pod)
    {
        Pods++;
        Quantity.Add(taken, pod.Requests);
    }

    /// <summary>What the node lacks for the pod, in the scheduler's words (plugin <c>NodeResourcesFit</c>).</summary>
    public IEnumerable<Obstacle> Shortages(PodView pod)
    {
        if (node.Allocatable.TryGetValue(PodCount, out var most) && Pods + 1 > most) yield return new Obstacle("Too many pods", false);
        foreach (var (name, amount) in pod.Requests)
        {
            if (amount <= 0) continue;
            var all = node.Allocatable.GetValueOrDefault(name);
            if (taken.GetValueOrDefault(name) + amount > all) yield return new Obstacle($"Insufficient {name}", amount > all);
        }
    }

    /// <summary>The larger of the shares of cpu and memory that would be taken: the emptiest node is the best (<c>LeastAllocated</c>).</summary>
    public decimal Load(PodView pod) => ((string[])["cpu", "memory"]).Max(name =>
        node.Allocatable.GetValueOrDefault(name) is var all and > 0
            ? (taken.GetValueOrDefault(name) + pod.Requests.GetValueOrDefault(name)) / all
            : 0);
}

/// <summary>Why a node does not take a pod.</summary>
/// <param name="Reason">In the scheduler's words.</param>
/// <param name="IsFinal">No other pod's end would help.</param>
internal readonly record struct Obstacle(string Reason, bool IsFinal);
