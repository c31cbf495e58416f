using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
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
    private ImmutableDictionary<string, TargetFact> _targets = ImmutableDictionary<string, TargetFact>.Empty;
    private bool _nodesCurrent;
    private bool _filesystemsKnown;
    private bool _targetsKnown;

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

    /// <summary>Why people say hands off a target, by the key of its actor; empty when they do not, or it is not known yet.</summary>
    public string HandsOff(string key)
    {
        lock (_gate)
            return _targets.GetValueOrDefault(key)?.HandsOff ?? "";
    }

    /// <summary>What people declare and annotate has been seen as a whole since this member started. It stays true when a view breaks later.</summary>
    public bool PeopleKnown
    {
        get { lock (_gate) return _filesystemsKnown && _targetsKnown; }
    }

    /// <summary>
    /// True when a server may be touched for all that this member sees of people's words. The journal may know of others, or not know these yet:
    /// a member that starts must not act before it does.
    /// </summary>
    /// <param name="key">Key of the server's actor.</param>
    public bool IsFree(string key)
    {
        lock (_gate)
            return _filesystemsKnown && _targetsKnown
                && _targets.GetValueOrDefault(key) is not { HandsOff.Length: > 0 }
                && !(TargetId.FilesystemIdOf(key) is { } id && _filesystems.GetValueOrDefault(id) is { } f && (f.Spec.Paused || f.HandsOff.Length > 0));
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

    /// <summary>A view that breaks keeps what it knew: it was seen once.</summary>
    internal void SetFilesystemsCurrent(bool current)
    {
        lock (_gate)
            _filesystemsKnown |= current;
    }

    /// <inheritdoc cref="SetFilesystemsCurrent"/>
    internal void SetTargetsCurrent(bool current)
    {
        lock (_gate)
            _targetsKnown |= current;
    }

    internal void Set(TargetFact fact)
    {
        lock (_gate)
            _targets = _targets.SetItem(fact.Key, fact);
    }

    internal void RemoveTarget(string key)
    {
        lock (_gate)
            _targets = _targets.Remove(key);
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
