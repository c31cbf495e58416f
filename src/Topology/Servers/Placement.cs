using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Chooses the node of the next life by named predicates and sorts.</summary>
public static class Placement
{
    /// <summary>The node chosen, or why none is fit.</summary>
    /// <param name="Node">Chosen node; null when none is fit.</param>
    /// <param name="Why">Reason of the choice, or what each node lacks.</param>
    public sealed record Choice(string? Node, string Why);

    /// <summary>Chooses among the nodes seen.</summary>
    public static Choice Choose(ServerState state, ImmutableArray<NodeCandidate> seen, Rules rules)
    {
        var spec = state.Declared;
        var declared = seen.Where(n => !rules.Holds(Rule.DeclaredNodesOnly) || IsServiceNode(spec, n)).ToImmutableArray();
        if (state.Claim is { } claim && rules.Holds(Rule.ProofBeforeOtherKernel))
            return SameKernel(claim, declared);

        var faults = declared.ToDictionary(n => n.Name, n => Lack(state, n, rules));
        var fit = declared.Where(n => faults[n.Name] is null)
            .OrderBy(n => n.Name == state.AvoidNode)
            .ThenBy(n => IsFull(spec, n))
            .ThenBy(n => PreferenceOf(spec, n, state))
            .ThenBy(n => n.ServersOnIt)
            .ThenBy(n => OrderOf(spec, n))
            .FirstOrDefault();
        return fit is not null
            ? new Choice(fit.Name, $"fit: alive, schedulable, reaches the device; {fit.ServersOnIt} servers on it")
            : new Choice(null, Explain(spec, faults));
    }

    /// <summary>While a kernel holds the claim, only that kernel may go on.</summary>
    private static Choice SameKernel(KernelClaim claim, ImmutableArray<NodeCandidate> nodes)
    {
        var node = nodes.FirstOrDefault(n => n.Name == claim.Node);
        if (node is null)
            return new Choice(null, $"kernel {claim.Kernel} on {claim.Node} holds the claim and the node is not seen");
        if (node.Kernel != claim.Kernel)
            return new Choice(null, $"kernel {claim.Kernel} holds the claim; {claim.Node} now runs {node.Kernel}");
        return node is { Heard: true, Ready: true }
            ? new Choice(node.Name, "the same kernel holds the claim")
            : new Choice(null, $"kernel {claim.Kernel} holds the claim and {claim.Node} is not heard or not ready");
    }

    private static string? Lack(ServerState state, NodeCandidate n, Rules rules) =>
        !n.Heard ? "silent"
        : !n.Ready ? "not ready"
        : !n.Schedulable ? "cordoned"
        : !n.ReachesDevice ? $"does not reach {state.Declared.Device.Id}"
        : state.Declared.Healing.Failover != FailoverMode.Automatic && state.Current is { } last && last.Node != n.Name
            ? $"failover is {state.Declared.Healing.Failover}"
        : state.Declared.Target.Kind == TargetKind.Mgt && n.HasOtherMgs && rules.Holds(Rule.OneMgsPerKernel) ? "runs another MGS"
        : null;

    private static bool IsServiceNode(ServerSpec spec, NodeCandidate n) => OrderOf(spec, n) >= 0;

    private static int OrderOf(ServerSpec spec, NodeCandidate n)
    {
        for (var i = 0; i < spec.ServiceNodes.Length; i++)
            if (spec.ServiceNodes[i].Name == n.Name)
                return i;
        return -1;
    }

    private static bool IsFull(ServerSpec spec, NodeCandidate n) => spec.MaxPerNode > 0 && n.SameGroupOnIt >= spec.MaxPerNode;

    /// <summary>The node it ran on last, then the plan's first node, then the rest: no needless moves.</summary>
    private static int PreferenceOf(ServerSpec spec, NodeCandidate n, ServerState state) =>
        n.Name == state.Current?.Node ? 0 : n.Name == spec.ServiceNodes[0].Name ? 1 : 2;

    private static string Explain(ServerSpec spec, Dictionary<string, string?> faults)
    {
        var unseen = spec.ServiceNodes.Where(s => !faults.ContainsKey(s.Name)).Select(s => $"{s.Name}: not seen");
        return string.Join("; ", faults.Select(f => $"{f.Key}: {f.Value}").Concat(unseen));
    }
}
