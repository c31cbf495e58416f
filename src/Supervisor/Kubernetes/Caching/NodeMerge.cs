using System.Text.Json;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Converters;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Supervisor.Kubernetes.Caching;

/// <summary>Which object a change speaks of.</summary>
internal enum NodePart
{
    /// <summary>The Node.</summary>
    Node,

    /// <summary>Its heartbeat Lease.</summary>
    Lease,

    /// <summary>Its <c>LustreNode</c>.</summary>
    Report,
}

/// <summary>Joins three views by node name into one. Synced when all three are, stale when one is.</summary>
internal sealed partial class NodeMerge(ILogger logger)
{
    private readonly ILogger _logger = logger;
    private readonly Dictionary<string, NodeParts> _nodes = [];
    private readonly HashSet<string> _told = [];
    private readonly HashSet<NodePart> _pending = [NodePart.Node, NodePart.Lease, NodePart.Report];
    private bool _begun;
    private bool _stale;

    /// <summary>Applies a change of one part.</summary>
    public IEnumerable<FactChange<NodeFact>> Apply(NodePart part, ObjectChange change) => change switch
    {
        ObjectChange.Upsert upsert => Change(NameOf(upsert.Key), parts => With(parts, part, upsert.Object)),
        ObjectChange.Removed removed => Change(NameOf(removed.Key), parts => With(parts, part, null)),
        ObjectChange.Stale stale => Stale(part, stale.Reason),
        _ => Synced(part),
    };

    // Leases are namespaced, their key ends with the node's name.
    private static string NameOf(string key) => key[(key.IndexOf('~', StringComparison.Ordinal) + 1)..];

    private static NodeParts With(NodeParts parts, NodePart part, JsonElement? item) => part switch
    {
        NodePart.Node => parts with { Node = item },
        NodePart.Lease => parts with { Lease = item },
        _ => parts with { Report = item },
    };

    private IEnumerable<FactChange<NodeFact>> Change(string name, Func<NodeParts, NodeParts> change)
    {
        var before = _nodes.GetValueOrDefault(name, NodeParts.None);
        var next = change(before).Settle();
        if (next is { Node: null, Lease: null, Report: null })
            _nodes.Remove(name);
        else
            _nodes[name] = next;
        if (next.Disagree && !before.Disagree)
            KernelUnclear(name);

        // Before the first view is whole a fact might lack its devices or its heartbeat, and nobody must act on that.
        return _begun ? Tell(name, next) : [];
    }

    private IEnumerable<FactChange<NodeFact>> Tell(string name, NodeParts parts)
    {
        if (parts.ToFact() is { } fact)
        {
            _told.Add(name);
            yield return new FactChange<NodeFact>.Upsert(name, fact);
        }
        else if (_told.Remove(name))
        {
            yield return new FactChange<NodeFact>.Removed(name);
        }
    }

    private IEnumerable<FactChange<NodeFact>> Synced(NodePart part)
    {
        _pending.Remove(part);
        if (_pending.Count > 0)
            yield break;
        (_begun, _stale) = (true, false);
        foreach (var (name, parts) in _nodes)
            foreach (var change in Tell(name, parts))
                yield return change;
        yield return new FactChange<NodeFact>.Synced();
    }

    private IEnumerable<FactChange<NodeFact>> Stale(NodePart part, string reason)
    {
        _pending.Add(part);
        if (_stale)
            return [];
        _stale = true;
        return [new FactChange<NodeFact>.Stale(reason)];
    }

    [LoggerMessage(3003, LogLevel.Warning, "Kubelet and node agent of {Node} name different kernels; the last agreed one stays")]
    private partial void KernelUnclear(string node);
}
