using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>
/// Chooses device and nodes of one new target: the node that carries least comes first, then the first free device that it reaches.
/// </summary>
/// <param name="nodes">Inventory, in order of name.</param>
/// <param name="group">Storage and placement asked for.</param>
/// <param name="inGroup">Targets of this group that a node carries as its own.</param>
/// <param name="load">Targets of any group that a node carries as its own.</param>
internal sealed class DeviceChoice(
    ImmutableArray<NodeFact> nodes,
    TargetGroupSpec group,
    IReadOnlyDictionary<string, int> inGroup,
    IReadOnlyDictionary<string, int> load)
{
    private const long BytesPerGiB = 1L << 30;

    /// <summary>A device with the nodes that reach it, preferred one first; or why there is none.</summary>
    internal sealed record Answer(DeviceRef? Device, ImmutableArray<NodeFact> Nodes, string Missing);

    /// <summary>Nodes that may take over and are no home: another management server lives there.</summary>
    internal ImmutableHashSet<string> NotFirst { get; init; } = [];

    internal Answer Choose(IReadOnlySet<string> used)
    {
        var fit = FitNodes();
        foreach (var node in fit.Where(n => !NotFirst.Contains(n.Name)))
        {
            var device = node.Devices
                .Where(d => Suits(d) && !used.Contains(d.Device.Id))
                .MinBy(d => d.Device.Id, StringComparer.Ordinal)?.Device;
            if (device is null)
                continue;
            return IsFull(node)
                ? None($"each node with a free device carries maxPerNode {group.Placement.MaxPerNode} of them already")
                : new Answer(device, [.. fit.Where(n => n.Devices.Any(d => d.Device.Id == device.Id))], "");
        }

        var storage = group.Storage;
        return None($"no free device with labels {Text(storage.Selector)}, at least {storage.MinSizeGiB} GiB, {storage.Reachable}, on a fit node");
    }

    /// <summary>Nodes that are not full first, spread over failure domains, then over nodes.</summary>
    private ImmutableArray<NodeFact> FitNodes()
    {
        var domains = nodes.Where(n => DomainOf(n) is not null)
            .GroupBy(n => DomainOf(n)!, StringComparer.Ordinal)
            .ToDictionary(d => d.Key, d => d.Sum(n => inGroup.GetValueOrDefault(n.Name)), StringComparer.Ordinal);
        return [.. nodes
            .Where(n => n.Schedulable && Matches(n.Labels, group.Placement.NodeSelector))
            .OrderBy(n => NotFirst.Contains(n.Name))
            .ThenBy(IsFull)
            .ThenBy(n => DomainOf(n) is { } domain ? domains[domain] : 0)
            .ThenBy(n => inGroup.GetValueOrDefault(n.Name))
            .ThenBy(n => load.GetValueOrDefault(n.Name))
            .ThenBy(n => n.Name, StringComparer.Ordinal)];
    }

    private static Answer None(string missing) => new(null, [], missing);

    private bool IsFull(NodeFact node) =>
        group.Placement.MaxPerNode > 0 && inGroup.GetValueOrDefault(node.Name) >= group.Placement.MaxPerNode;

    private string? DomainOf(NodeFact node) => node.Labels.GetValueOrDefault(group.Placement.FailureDomainKey);

    private bool Suits(NodeDevice device) => Matches(device.Labels, group.Storage.Selector)
        && device.Device.SizeBytes >= group.Storage.MinSizeGiB * BytesPerGiB
        && device.Shared == (group.Storage.Reachable == Reachability.Shared);

    private static bool Matches(ImmutableSortedDictionary<string, string> labels, ImmutableSortedDictionary<string, string> selector) =>
        selector.All(s => labels.TryGetValue(s.Key, out var value) && value == s.Value);

    private static string Text(ImmutableSortedDictionary<string, string> selector) =>
        string.Join(',', selector.Select(s => $"{s.Key}={s.Value}"));
}
