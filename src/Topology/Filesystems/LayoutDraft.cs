using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>A plan in the making.</summary>
internal sealed class LayoutDraft(
    FilesystemFact declared,
    ImmutableArray<NodeFact> nodes,
    ImmutableHashSet<string> takenDevices,
    FilesystemState current)
{
    private readonly List<ServerSpec> _servers = [];
    private readonly HashSet<string> _used = [.. takenDevices, .. current.Ledger.Values];
    private readonly Dictionary<string, int> _load = new(StringComparer.Ordinal);

    internal List<string> Missing { get; } = [];

    /// <summary>Adds a group: what exists is kept, what is new gets device and nodes. The first reason stands for all that are missing.</summary>
    internal void Add(TargetKind kind, TargetGroupSpec group, ImmutableHashSet<string>? notFirst = null)
    {
        var inGroup = new Dictionary<string, int>(StringComparer.Ordinal);
        var choice = new DeviceChoice(nodes, group, inGroup, _load) { NotFirst = notFirst ?? [] };
        var missing = new List<string>();
        for (var index = 0; index < group.Count; index++)
        {
            var target = new TargetId(declared.Namespace, declared.Name, declared.Spec.FsName, kind, index);
            var kept = current.Servers.FirstOrDefault(s => s.Target == target);
            var (server, reason) = kept is null ? Create(target, group, choice) : (Refresh(kept, group), "");
            if (server is null)
            {
                missing.Add($"{target.Label}: {reason}");
                continue;
            }

            Count(inGroup, server.ServiceNodes[0].Name);
            Count(_load, server.ServiceNodes[0].Name);
            _servers.Add(server);
        }

        if (missing.Count > 0)
            Missing.Add(missing.Count == 1 ? missing[0] : $"{missing[0]} (and {missing.Count - 1} more of its group)");
    }

    /// <summary>Adds the servers that exist and nothing else.</summary>
    internal void Keep() => _servers.AddRange(current.Servers.Select(s => Refresh(s, GroupOf(s.Target.Kind))));

    /// <summary>Fills in the MGS NIDs, which are known only when the MGT has its nodes.</summary>
    internal ImmutableArray<ServerSpec> Finish()
    {
        var mgs = declared.Spec.Mgs.ExternalNids;
        if (mgs.IsDefaultOrEmpty)
            mgs = [.. _servers.Where(s => s.Target.Kind == TargetKind.Mgt).SelectMany(s => s.ServiceNodes).Select(n => n.Nids)];
        return [.. _servers.Select(s => s.Target.Kind == TargetKind.Mgt ? s : s with { MgsNids = mgs })];
    }

    private TargetGroupSpec GroupOf(TargetKind kind) => kind switch
    {
        TargetKind.Mdt => declared.Spec.Mdts,
        TargetKind.Ost => declared.Spec.Osts,
        _ => LayoutPlanner.MgtGroup(declared.Spec.Mgs),
    };

    private (ServerSpec? Server, string Missing) Create(TargetId target, TargetGroupSpec group, DeviceChoice choice)
    {
        if (group.Storage.ClaimTemplate is not null)
            return (null, "storage by claimTemplate is not available in this version; use devices");
        if (current.Ledger.TryGetValue(target.Label, out var owner))
            return (null, $"the index belongs to device {owner} for ever and is not given out again");
        var chosen = choice.Choose(_used);
        if (chosen.Device is not { } device)
            return (null, chosen.Missing);
        _used.Add(device.Id);
        var server = new ServerSpec
        {
            Target = target,
            Device = device,
            ServiceNodes = [.. chosen.Nodes.Select(n => ServiceNodeOf(n, device))],
            MgsNids = [],
            Runtime = Runtime(),
            Healing = declared.Spec.Healing,
            OwnerUid = declared.Uid,
        };
        return (Refresh(server, group), "");
    }

    private ServiceNode ServiceNodeOf(NodeFact node, DeviceRef device) => new(
        node.Name,
        node.Kernel.SystemUuid,
        NodeNids.Of(node, declared.Spec.Network),
        node.Devices.First(d => d.Device.Id == device.Id).Device.Path);

    private ServerSpec Refresh(ServerSpec server, TargetGroupSpec group) => server with
    {
        Runtime = Runtime(),
        Networks = declared.Spec.Network.Lnet,
        Healing = declared.Spec.Healing,
        MaxPerNode = group.Placement.MaxPerNode,
        Paused = declared.Spec.Paused,
        OwnerUid = declared.Uid,
    };

    private ServerRuntime Runtime() =>
        new(declared.Spec.Image, declared.Spec.Runtime, declared.Spec.Backend, declared.Spec.Network.HostNetwork);

    private static void Count(Dictionary<string, int> counts, string node) => counts[node] = counts.GetValueOrDefault(node) + 1;
}
