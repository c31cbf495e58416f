using System.Collections.Immutable;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Cache;

/// <summary>The states that this member's actors hold right now, for the management endpoint. A copy for reading; nobody decides from it.</summary>
public sealed class LiveTopology
{
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, ServerState> _servers = ImmutableSortedDictionary<string, ServerState>.Empty;
    private ImmutableSortedDictionary<string, FilesystemState> _filesystems = ImmutableSortedDictionary<string, FilesystemState>.Empty;

    /// <summary>Servers by entity key.</summary>
    public ImmutableSortedDictionary<string, ServerState> Servers
    {
        get { lock (_gate) return _servers; }
    }

    /// <summary>File systems by entity key.</summary>
    public ImmutableSortedDictionary<string, FilesystemState> Filesystems
    {
        get { lock (_gate) return _filesystems; }
    }

    internal void Set(string key, ServerState state)
    {
        lock (_gate)
            _servers = _servers.SetItem(key, state);
    }

    internal void Set(string key, FilesystemState state)
    {
        lock (_gate)
            _filesystems = _filesystems.SetItem(key, state);
    }

    internal void RemoveServer(string key)
    {
        lock (_gate)
            _servers = _servers.Remove(key);
    }

    internal void RemoveFilesystem(string key)
    {
        lock (_gate)
            _filesystems = _filesystems.Remove(key);
    }
}
