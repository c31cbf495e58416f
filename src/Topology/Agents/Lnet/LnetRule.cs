using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Agents.Lnet;

/// <summary>
/// Is a kernel's LNet what was declared? Clients find a server by the NIDs that were written when it was formatted: a server on a node
/// without them would start and never be found.
/// </summary>
public static class LnetRule
{
    /// <summary>Null when every declared interface is there and each network has one that is up.</summary>
    /// <param name="declared">What the order names.</param>
    /// <param name="serviceNids">NIDs of the nodes on which clients look for the target, one entry a node; empty when not known.</param>
    /// <param name="shown">What the kernel shows now.</param>
    /// <param name="said">What lnetctl said when it was told to add; empty when there was nothing to add.</param>
    public static Fault? Fault(ImmutableArray<LnetSpec> declared, ImmutableArray<string> serviceNids, LnetShow shown, string said)
    {
        var missing = LnetPlan.Missing(declared, shown);
        if (missing.Length > 0)
            return new Fault(FaultKind.Node, "LnetFailed",
                $"LNet lacks {Text(missing)}; declared: {Text(declared)}; seen: {Text(shown)}{(said.Length > 0 ? $"; lnetctl: {said}" : "")}");
        var stranger = !serviceNids.IsDefaultOrEmpty && !shown.Interfaces.Any(n => serviceNids.Any(node => node.Split(',').Contains(n.Nid)));
        if (stranger)
            return new Fault(FaultKind.Node, "WrongNode",
                $"no NID of this node is one of the target's service nodes, so no client would find it here; "
                + $"service nodes: {string.Join(" : ", serviceNids)}; seen: {Text(shown)}");
        var down = declared.FirstOrDefault(d => !d.Interfaces.Any(i => LnetPlan.Find(d.Net, i, shown)!.IsUp));
        return down is null ? null : new Fault(FaultKind.Node, "LnetMismatch",
            $"LNet network {down.Net} has no interface that is up; declared: {Text(declared)}; seen: {Text(shown)}");
    }

    /// <summary>Rails that are down while another of their network is up: they slow down and stop nothing.</summary>
    public static ImmutableArray<string> Notes(ImmutableArray<LnetSpec> declared, LnetShow shown) =>
    [
        .. from network in declared
           from rail in network.Interfaces
           where LnetPlan.Find(network.Net, rail, shown) is { IsUp: false }
           select $"LNet: {rail} of {network.Net} is not up",
    ];

    private static string Text(ImmutableArray<LnetSpec> networks) =>
        string.Join(", ", networks.Select(n => $"{n.Net}({string.Join(',', n.Interfaces)})"));

    private static string Text(LnetShow shown) => shown.Interfaces.IsEmpty
        ? "nothing"
        : string.Join(", ", shown.Interfaces.Select(n => $"{n.Nid}({string.Join(',', n.Interfaces)}) {n.Status}"));
}
