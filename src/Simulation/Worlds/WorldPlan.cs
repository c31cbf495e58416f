using System.Collections.Immutable;
using LustreSupervisor.Simulation.Api;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Simulation.Worlds;

/// <summary>The small world of a seed: nodes, devices, file systems. At most three nodes and four targets.</summary>
internal sealed class WorldPlan
{
    private const string Namespace = "hpc";
    private const long DeviceBytes = 1L << 40;
    private static readonly ImmutableSortedDictionary<string, string> NoLabels = ImmutableSortedDictionary<string, string>.Empty;
    private readonly HashSet<(string Node, string Device)> _reach = [];
    private readonly Dictionary<string, ImmutableArray<NodeDevice>> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);

    internal WorldPlan(Dice dice)
    {
        Nodes = [.. Enumerable.Range(1, dice.Chance(0.7) ? 3 : 2).Select(n => $"node{n}")];
        foreach (var (name, i) in Nodes.Select((n, i) => (n, i)))
            _addresses[name] = $"10.0.0.{i + 1}";
        var two = dice.Chance(0.25);
        var osts = two ? 1 : dice.Below(3);
        Filesystems = two ? [Declare("a", 1, osts), Declare("b", 0, 0)] : [Declare("a", 1, osts)];
        Devices = [.. Roles(Filesystems).Select((role, i) => new Device($"d{i}", role, DeviceBytes))];
        LateNode = dice.Chance(0.3) && Nodes.Length == 3 ? Nodes[2] : null;
        foreach (var device in Devices)
            Reach(device, dice);
        if (dice.Chance(0.1))
            dice.Pick(Devices).HoldsForeignData = true;
        Declared();
    }

    internal ImmutableArray<string> Nodes { get; }

    internal ImmutableArray<Device> Devices { get; }

    internal ImmutableArray<FilesystemFact> Filesystems { get; }

    /// <summary>A node that is cabled to the devices only after the layout was planned; null when there is none.</summary>
    internal string? LateNode { get; private set; }

    internal string AddressOf(string node) => _addresses[node];

    internal bool Reaches(string node, string device) => _reach.Contains((node, device));

    /// <summary>The late node sees the devices from now on.</summary>
    internal void CableLateNode()
    {
        LateNode = null;
        Declared();
    }

    internal NodeFact FactOf(NodeObject node) => new(
        node.Name, node.Kernel, node.Ready, node.Heartbeat, node.Schedulable, _addresses[node.Name], NoLabels,
        _devices[node.Name], $"bmc/{node.Kernel.SystemUuid}");

    private static IEnumerable<string> Roles(ImmutableArray<FilesystemFact> filesystems) => filesystems.SelectMany(f =>
        Enumerable.Repeat($"{f.Name}-mgt", 1)
            .Concat(Enumerable.Repeat($"{f.Name}-mdt", f.Spec.Mdts.Count))
            .Concat(Enumerable.Repeat($"{f.Name}-ost", f.Spec.Osts.Count)))
        .Append("a-ost");

    private static StorageSpec Storage(string role) =>
        new(NoLabels.Add("role", role), 1, Reachability.Shared, null);

    private static FilesystemFact Declare(string name, int mdts, int osts) => new(Namespace, name, $"uid-{name}", 1, new FilesystemSpec
    {
        FsName = name,
        Mgs = new MgsSpec(Storage(name + "-mgt"), []),
        Mdts = new TargetGroupSpec(mdts, Storage(name + "-mdt"), new PlacementSpec()),
        Osts = new TargetGroupSpec(osts, Storage(name + "-ost"), new PlacementSpec()),
        Healing = new HealingSpec { UnmountTimeoutSeconds = 60 },
    });

    private void Reach(Device device, Dice dice)
    {
        var without = Nodes.Length == 3 && LateNode is null && dice.Chance(0.3) ? dice.Pick(Nodes) : null;
        foreach (var node in Nodes.Where(n => n != without))
            _reach.Add((node, device.Id));
    }

    private void Declared()
    {
        foreach (var node in Nodes)
            _devices[node] = node == LateNode ? [] :
            [
                .. Devices.Where(d => Reaches(node, d.Id)).Select(d =>
                    new NodeDevice(new DeviceRef(d.Id, d.Path, d.SizeBytes), NoLabels.Add("role", d.Role), true)),
            ];
    }
}
