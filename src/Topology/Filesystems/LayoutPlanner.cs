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
        FilesystemState current,
        ImmutableHashSet<string>? otherMgsNodes = null)
    {
        var lacking = nodes.Select(n => NodeNids.Lack(n, declared.Spec.Network)).OfType<string>().Order(StringComparer.Ordinal).ToList();
        ImmutableArray<NodeFact> able = [.. nodes.Where(n => NodeNids.Lack(n, declared.Spec.Network) is null)];
        var draft = new LayoutDraft(declared, [.. able.OrderBy(n => n.Name, StringComparer.Ordinal)], takenDevices, current);
        if (declared.Spec.Mgs.Storage is not null)
            draft.Add(TargetKind.Mgt, MgtGroup(declared.Spec.Mgs), otherMgsNodes);
        draft.Add(TargetKind.Mdt, declared.Spec.Mdts);
        draft.Add(TargetKind.Ost, declared.Spec.Osts);
        return draft.Missing.Count > 0
            ? new Layout([], [.. draft.Missing, .. lacking])
            : new Layout(draft.Finish(), []);
    }

    /// <summary>The servers of the current plan with what the new spec says of them: for a growth that still waits for devices.</summary>
    public static ImmutableArray<ServerSpec> Keep(FilesystemFact declared, FilesystemState current)
    {
        var draft = new LayoutDraft(declared, [], [], current);
        draft.Keep();
        return draft.Finish();
    }

    /// <summary>The MGT as a group of its own.</summary>
    internal static TargetGroupSpec MgtGroup(MgsSpec mgs) => new(1, mgs.Storage!, new PlacementSpec());
}
