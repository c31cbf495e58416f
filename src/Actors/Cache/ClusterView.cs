using System.Collections.Immutable;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Actors.Cache;

/// <summary>The cluster as this member sees it: written by the watch actors, read by everybody. Observations, never truth.</summary>
/// <param name="time">Clock; silence is measured on its monotonic side only.</param>
public sealed class ClusterView(TimeProvider time)
{
    private readonly Lock _gate = new();
    private ImmutableDictionary<string, NodeFact> _nodes = ImmutableDictionary<string, NodeFact>.Empty;
    private ImmutableDictionary<string, long> _heard = ImmutableDictionary<string, long>.Empty;
    private ImmutableDictionary<string, PodFact> _pods = ImmutableDictionary<string, PodFact>.Empty;
    private ImmutableDictionary<string, FilesystemFact> _filesystems = ImmutableDictionary<string, FilesystemFact>.Empty;
    private bool _nodesCurrent;

    /// <summary>True while the view of nodes is known to be current: only then does silence count.</summary>
    public bool NodesCurrent
    {
        get { lock (_gate) return _nodesCurrent; }
    }

    /// <summary>All nodes.</summary>
    public ImmutableDictionary<string, NodeFact> Nodes
    {
        get { lock (_gate) return _nodes; }
    }

    /// <summary>All servers' pods by key.</summary>
    public ImmutableDictionary<string, PodFact> Pods
    {
        get { lock (_gate) return _pods; }
    }

    /// <summary>All declared file systems by key.</summary>
    public ImmutableDictionary<string, FilesystemFact> Filesystems
    {
        get { lock (_gate) return _filesystems; }
    }

    /// <summary>How long a node has been silent. Zero while the view itself may be out of date: deafness is not silence.</summary>
    public TimeSpan SilentFor(string node)
    {
        lock (_gate)
            return _nodesCurrent && _heard.TryGetValue(node, out var at) ? time.GetElapsedTime(at) : TimeSpan.Zero;
    }

    internal void Set(NodeFact fact)
    {
        lock (_gate)
        {
            var changed = !_nodes.TryGetValue(fact.Name, out var old) || old.HeartbeatStamp != fact.HeartbeatStamp;
            if (changed)
                _heard = _heard.SetItem(fact.Name, time.GetTimestamp());
            _nodes = _nodes.SetItem(fact.Name, fact);
        }
    }

    internal void RemoveNode(string key)
    {
        lock (_gate)
        {
            _nodes = _nodes.Remove(key);
            _heard = _heard.Remove(key);
        }
    }

    /// <summary>After a time of deafness every node starts anew: it is silent only from now on.</summary>
    internal void SetNodesCurrent(bool current)
    {
        lock (_gate)
        {
            if (current && !_nodesCurrent)
                _heard = _heard.Keys.ToImmutableDictionary(k => k, _ => time.GetTimestamp());
            _nodesCurrent = current;
        }
    }

    internal void Set(string key, PodFact fact)
    {
        lock (_gate)
            _pods = _pods.SetItem(key, fact);
    }

    internal void RemovePod(string key)
    {
        lock (_gate)
            _pods = _pods.Remove(key);
    }

    internal void Set(FilesystemFact fact)
    {
        lock (_gate)
            _filesystems = _filesystems.SetItem(fact.Key, fact);
    }

    internal void RemoveFilesystem(string key)
    {
        lock (_gate)
            _filesystems = _filesystems.Remove(key);
    }
}
