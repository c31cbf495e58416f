using System.Collections.Immutable;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Chooses the node of the next life by named predicates and sorts.</summary>
public static class Placement
{
    private delegate string? Predicate(ServerState state, NodeCandidate node, Rules rules);

    private delegate int Sort(ServerState state, NodeCandidate node);

    /// <summary>What a node must be, each with the word for a node that is not.</summary>
    private static readonly ImmutableArray<Predicate> Predicates = [Heard, Ready, Schedulable, ReachesDevice, MayLeaveItsNode, OneMgs];

    /// <summary>Which of the fit nodes comes first, the most important sort first.</summary>
    private static readonly ImmutableArray<Sort> Sorts = [WhereOrdered, NotAvoided, NotFull, NoNeedlessMove, Load, PlanOrder];

    /// <summary>The node chosen, or why none is fit.</summary>
    /// <param name="Node">Chosen node; null when none is fit.</param>
    /// <param name="Why">Reason of the choice, or what each node lacks.</param>
    public sealed record Choice(string? Node, string Why)
    {
        /// <summary>The node is fit, and <c>failover: Manual</c> asks a person first.</summary>
        public bool NeedsApproval { get; init; }
    }

    /// <summary>Chooses among the nodes seen.</summary>
    public static Choice Choose(ServerState state, ImmutableArray<NodeCandidate> seen, Rules rules)
    {
        var spec = state.Declared;
        var declared = seen.Where(n => !rules.Holds(Rule.DeclaredNodesOnly) || IsServiceNode(spec, n)).ToImmutableArray();
        if (state.Claim is { } claim && rules.Holds(Rule.ProofBeforeOtherKernel))
            return SameKernel(claim, declared);
        var faults = declared.ToDictionary(n => n.Name, n => Lack(state, n, rules));
        var fit = Sorts.Aggregate(
            declared.Where(n => faults[n.Name] is null).OrderBy(_ => 0), (nodes, sort) => nodes.ThenBy(n => sort(state, n))).ToImmutableArray();
        if (fit.FirstOrDefault(n => !AsksPerson(state, n)) is { } node)
            return new Choice(node.Name, $"fit: alive, schedulable, reaches the device; {node.ServersOnIt} servers on it");
        return fit.IsEmpty
            ? new Choice(null, Explain(spec, faults))
            : new Choice(fit[0].Name, $"failover is Manual and {state.Current?.Node} is not fit: {Explain(spec, faults)}") { NeedsApproval = true };
    }

    /// <summary>What one service node lacks for the next life; null when it is fit.</summary>
    internal static string? LackOf(ServerState state, ImmutableArray<NodeCandidate> seen, string node, Rules rules) =>
        seen.FirstOrDefault(n => n.Name == node) is { } candidate ? Lack(state, candidate, rules) : "not seen";

    /// <summary>What one service node lacks for a move that a person orders, which needs no other leave to go there.</summary>
    internal static string? LackFor(ServerState state, ImmutableArray<NodeCandidate> seen, string node, Rules rules) =>
        LackOf(state with { Move = new MoveOrder(node, "") }, seen, node, rules);

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

    private static string? Lack(ServerState state, NodeCandidate node, Rules rules) =>
        Predicates.Select(p => p(state, node, rules)).FirstOrDefault(lack => lack is not null);

    private static string? Heard(ServerState state, NodeCandidate node, Rules rules) => node.Heard ? null : "silent";

    private static string? Ready(ServerState state, NodeCandidate node, Rules rules) => node.Ready ? null : "not ready";

    private static string? Schedulable(ServerState state, NodeCandidate node, Rules rules) => node.Schedulable ? null : "cordoned";

    private static string? ReachesDevice(ServerState state, NodeCandidate node, Rules rules) =>
        node.ReachesDevice ? null : $"does not reach {state.Declared.Device.Id}";

    private static string? MayLeaveItsNode(ServerState state, NodeCandidate node, Rules rules) =>
        state.Declared.Healing.Failover == FailoverMode.Off && IsElsewhere(state, node) && state.Move is null ? "failover is Off" : null;

    private static string? OneMgs(ServerState state, NodeCandidate node, Rules rules) =>
        state.Declared.Target.Kind == Common.TargetKind.Mgt && node.HasOtherMgs && rules.Holds(Rule.OneMgsPerKernel) ? "runs another MGS" : null;

    /// <summary>A move that somebody ordered is approved already.</summary>
    private static bool AsksPerson(ServerState state, NodeCandidate node) =>
        state.Declared.Healing.Failover == FailoverMode.Manual && IsElsewhere(state, node) && state.Move is null;

    private static bool IsElsewhere(ServerState state, NodeCandidate node) => state.Current is { } last && last.Node != node.Name;

    private static int WhereOrdered(ServerState state, NodeCandidate node) => state.Move?.ToNode == node.Name ? 0 : 1;

    private static int NotAvoided(ServerState state, NodeCandidate node) => node.Name == state.AvoidNode ? 1 : 0;

    private static int NotFull(ServerState state, NodeCandidate node) =>
        state.Declared.MaxPerNode > 0 && node.SameGroupOnIt >= state.Declared.MaxPerNode ? 1 : 0;

    /// <summary>The node it ran on last, then the plan's first node, then the rest.</summary>
    private static int NoNeedlessMove(ServerState state, NodeCandidate node) =>
        node.Name == state.Current?.Node ? 0 : node.Name == state.Declared.ServiceNodes[0].Name ? 1 : 2;

    private static int Load(ServerState state, NodeCandidate node) => node.ServersOnIt;

    private static int PlanOrder(ServerState state, NodeCandidate node) => OrderOf(state.Declared, node);

    private static bool IsServiceNode(ServerSpec spec, NodeCandidate node) => OrderOf(spec, node) >= 0;

    private static int OrderOf(ServerSpec spec, NodeCandidate node)
    {
        for (var i = 0; i < spec.ServiceNodes.Length; i++)
            if (spec.ServiceNodes[i].Name == node.Name)
                return i;
        return -1;
    }

    private static string Explain(ServerSpec spec, Dictionary<string, string?> faults)
    {
        var unseen = spec.ServiceNodes.Where(s => !faults.ContainsKey(s.Name)).Select(s => $"{s.Name}: not seen");
        return string.Join("; ", faults.Where(f => f.Value is not null).Select(f => $"{f.Key}: {f.Value}").Concat(unseen));
    }
}
