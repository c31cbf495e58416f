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
    private const long BytesPerGiB = 1L << 30;
    private readonly List<ServerSpec> _servers = [];
    private readonly HashSet<string> _used = [.. takenDevices, .. current.Ledger.Values];
    private readonly Dictionary<string, int> _load = [];

    internal List<string> Missing { get; } = [];

    internal void Add(TargetKind kind, TargetGroupSpec group)
    {
        var inGroup = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < group.Count; index++)
        {
            var target = new TargetId(declared.Namespace, declared.Name, declared.Spec.FsName, kind, index);
            var kept = current.Servers.FirstOrDefault(s => s.Target == target);
            var server = kept is null ? Create(target, group, inGroup) : Refresh(kept, group);
            if (server is null)
                return;
            Count(inGroup, server.ServiceNodes[0].Name);
            Count(_load, server.ServiceNodes[0].Name);
            _servers.Add(server);
        }
    }

    /// <summary>Fills in the MGS NIDs, which are known only when the MGT has its nodes.</summary>
    internal ImmutableArray<ServerSpec> Finish()
    {
        var mgs = declared.Spec.Mgs.ExternalNids;
        if (mgs.IsDefaultOrEmpty)
            mgs = [.. _servers.Single(s => s.Target.Kind == TargetKind.Mgt).ServiceNodes.Select(n => n.Nids)];
        return [.. _servers.Select(s => s.Target.Kind == TargetKind.Mgt ? s : s with { MgsNids = mgs })];
    }

    private ServerSpec? Create(TargetId target, TargetGroupSpec group, Dictionary<string, int> inGroup)
    {
        if (group.Storage.ClaimTemplate is not null)
        {
            Missing.Add($"{target.Label}: storage by claimTemplate is not available in this version; use devices");
            return null;
        }

        var device = FreeDevices(group.Storage).FirstOrDefault();
        if (device is null)
        {
            Missing.Add($"{target.Label}: no free device with labels {Text(group.Storage.Selector)}, at least {group.Storage.MinSizeGiB} GiB, {group.Storage.Reachable}, on a fit node");
            return null;
        }

        var service = ServiceNodes(device, group, inGroup);
        if (service.IsEmpty)
        {
            Missing.Add($"{target.Label}: no schedulable node that reaches {device.Id} matches the placement");
            return null;
        }

        _used.Add(device.Id);
        return Refresh(
            new ServerSpec
            {
                Target = target,
                Device = device,
                ServiceNodes = service,
                MgsNids = [],
                Runtime = Runtime(),
                Healing = declared.Spec.Healing,
                OwnerUid = declared.Uid,
            },
            group);
    }

    private ServerSpec Refresh(ServerSpec server, TargetGroupSpec group) => server with
    {
        Runtime = Runtime(),
        Healing = declared.Spec.Healing,
        MaxPerNode = group.Placement.MaxPerNode,
        Paused = declared.Spec.Paused,
        OwnerUid = declared.Uid,
    };

    private ServerRuntime Runtime() =>
        new(declared.Spec.Image, declared.Spec.Runtime, declared.Spec.Backend, declared.Spec.Network.HostNetwork);

    private IEnumerable<DeviceRef> FreeDevices(StorageSpec storage) => nodes
        .SelectMany(n => n.Devices)
        .Where(d => Matches(d.Labels, storage.Selector)
            && d.Device.SizeBytes >= storage.MinSizeGiB * BytesPerGiB
            && d.Shared == (storage.Reachable == Reachability.Shared)
            && !_used.Contains(d.Device.Id))
        .Select(d => d.Device)
        .OrderBy(d => d.Id, StringComparer.Ordinal);

    /// <summary>Every fit node that reaches the device; the least loaded one of this group first, spread over failure domains.</summary>
    private ImmutableArray<ServiceNode> ServiceNodes(DeviceRef device, TargetGroupSpec group, Dictionary<string, int> inGroup)
    {
        var fit = nodes
            .Where(n => n.Schedulable && Matches(n.Labels, group.Placement.NodeSelector) && n.Devices.Any(d => d.Device.Id == device.Id))
            .OrderBy(n => group.Placement.MaxPerNode > 0 && inGroup.GetValueOrDefault(n.Name) >= group.Placement.MaxPerNode)
            .ThenBy(n => DomainLoad(n, group, inGroup))
            .ThenBy(n => inGroup.GetValueOrDefault(n.Name))
            .ThenBy(n => _load.GetValueOrDefault(n.Name))
            .ThenBy(n => n.Name, StringComparer.Ordinal);
        return [.. fit.Select(n => new ServiceNode(
            n.Name, n.Kernel.SystemUuid, LayoutPlanner.NidsOf(n, declared.Spec.Network), n.Devices.First(d => d.Device.Id == device.Id).Device.Path))];
    }

    private int DomainLoad(NodeFact node, TargetGroupSpec group, Dictionary<string, int> inGroup)
    {
        if (!node.Labels.TryGetValue(group.Placement.FailureDomainKey, out var domain))
            return 0;
        return nodes
            .Where(n => n.Labels.GetValueOrDefault(group.Placement.FailureDomainKey) == domain)
            .Sum(n => inGroup.GetValueOrDefault(n.Name));
    }

    private static bool Matches(ImmutableSortedDictionary<string, string> labels, ImmutableSortedDictionary<string, string> selector) =>
        selector.All(s => labels.TryGetValue(s.Key, out var value) && value == s.Value);

    private static string Text(ImmutableSortedDictionary<string, string> selector) =>
        string.Join(',', selector.Select(s => $"{s.Key}={s.Value}"));

    private static void Count(Dictionary<string, int> counts, string node) => counts[node] = counts.GetValueOrDefault(node) + 1;
}
