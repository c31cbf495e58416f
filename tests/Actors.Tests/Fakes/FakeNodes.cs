using System.Collections.Immutable;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>The machines: which boot each runs, and whether it is heard.</summary>
public sealed class FakeNodes(ClusterView view)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Boot, bool Alive)> _nodes = [];
    private ImmutableArray<NodeDevice> _devices = [];
    private int _beat;

    /// <summary>Told once for each boot of a machine, as its kubelet does.</summary>
    public Action<string, KernelId> OnBoot { get; set; } = (_, _) => { };

    public IReadOnlyList<string> Names
    {
        get { lock (_gate) return [.. _nodes.Keys.Order(StringComparer.Ordinal)]; }
    }

    /// <summary>Devices that every node reaches.</summary>
    public void Reach(params NodeDevice[] devices) => _devices = [.. devices];

    public void Boot(string node)
    {
        lock (_gate)
            _nodes[node] = (_nodes.GetValueOrDefault(node).Boot + 1, true);
        OnBoot(node, Kernel(node));
        Beat();
    }

    /// <summary>The machine stops dead: no heartbeat, no answer, nothing else is known.</summary>
    public void Kill(string node)
    {
        lock (_gate)
            _nodes[node] = (_nodes[node].Boot, false);
    }

    public bool IsAlive(string node)
    {
        lock (_gate)
            return _nodes.TryGetValue(node, out var n) && n.Alive;
    }

    public KernelId Kernel(string node)
    {
        lock (_gate)
            return new KernelId(Machine(node), $"{node}-boot{_nodes[node].Boot}");
    }

    public static string Machine(string node) => $"machine-of-{node}";

    /// <summary>A node that lives and whose heartbeats do not arrive, until they do again.</summary>
    public string? Unheard { get; set; }

    /// <summary>Every machine that lives renews its heartbeat.</summary>
    public void Beat()
    {
        _beat++;
        foreach (var node in Names.Where(n => IsAlive(n) && n != Unheard))
            view.Set(Fact(node));
    }

    private NodeFact Fact(string node) => new(
        node,
        Kernel(node),
        true,
        $"{_beat}",
        true,
        "10.0.0.1",
        ImmutableSortedDictionary<string, string>.Empty,
        _devices,
        $"http://bmc/{node}");
}
