using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>From a declared spec and an inventory to servers, nodes and devices. Pure and deterministic: the same input gives the same plan.</summary>
public static class LayoutPlanner
{
    /// <summary>A plan, or what is missing for one.</summary>
    /// <param name="Servers">Every server in start order; empty when something is missing.</param>
    /// <param name="Missing">What is missing, in words.</param>
    public sealed record Layout(ImmutableArray<ServerSpec> Servers, ImmutableArray<string> Missing);

    /// <summary>Plans. Servers that the current plan holds keep their device and nodes; new ones are added.</summary>
    public static Layout Plan(
        FilesystemFact declared,
        ImmutableArray<NodeFact> nodes,
        ImmutableHashSet<string> takenDevices,
        FilesystemState current)
    {
        var draft = new LayoutDraft(declared, [.. nodes.OrderBy(n => n.Name, StringComparer.Ordinal)], takenDevices, current);
        if (declared.Spec.Mgs.Storage is { } mgs)
            draft.Add(TargetKind.Mgt, new TargetGroupSpec(1, mgs, new PlacementSpec()));
        draft.Add(TargetKind.Mdt, declared.Spec.Mdts);
        draft.Add(TargetKind.Ost, declared.Spec.Osts);
        return draft.Missing.Count > 0
            ? new Layout([], [.. draft.Missing])
            : new Layout(draft.Finish(), []);
    }

    /// <summary>NIDs of a node, comma-separated: one for each declared LNet network (Lustre manual, "Understanding Lustre Networking").</summary>
    public static string NidsOf(NodeFact node, NetworkSpec network) =>
        string.Join(',', network.Lnet.Select(l => $"{node.Address}@{l.Net}"));
}
