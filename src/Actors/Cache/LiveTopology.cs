using System.Collections.Immutable;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Servers.Episodes;

namespace LustreSupervisor.Actors.Cache;

/// <summary>The states that this member's actors hold right now, for the management endpoint. A copy for reading; nobody decides from it.</summary>
public sealed class LiveTopology
{
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, ServerState> _servers = ImmutableSortedDictionary<string, ServerState>.Empty;
    private ImmutableSortedDictionary<string, FilesystemState> _filesystems = ImmutableSortedDictionary<string, FilesystemState>.Empty;

    private ImmutableDictionary<string, ServerNotes> _notes = ImmutableDictionary<string, ServerNotes>.Empty;
    private ImmutableSortedDictionary<string, MachineState> _machines = ImmutableSortedDictionary<string, MachineState>.Empty;
    private ImmutableDictionary<string, EpisodeLog> _episodes = ImmutableDictionary<string, EpisodeLog>.Empty;
    private ImmutableDictionary<string, FenceTally> _fences = ImmutableDictionary<string, FenceTally>.Empty;

    /// <summary>Interruptions of servers by entity key, folded from their journals.</summary>
    public ImmutableDictionary<string, EpisodeLog> Episodes
    {
        get { lock (_gate) return _episodes; }
    }

    /// <summary>How fences of machines ended, by system UUID, folded from their journals.</summary>
    public ImmutableDictionary<string, FenceTally> Fences
    {
        get { lock (_gate) return _fences; }
    }

    /// <summary>Machines by system UUID.</summary>
    public ImmutableSortedDictionary<string, MachineState> Machines
    {
        get { lock (_gate) return _machines; }
    }

    /// <summary>What actors saw of their servers lately, by entity key; never journaled.</summary>
    public ImmutableDictionary<string, ServerNotes> Notes
    {
        get { lock (_gate) return _notes; }
    }

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

    internal void Set(string key, ServerNotes notes)
    {
        lock (_gate)
            _notes = _notes.SetItem(key, notes);
    }

    internal void Set(string key, EpisodeLog episodes)
    {
        lock (_gate)
            _episodes = _episodes.SetItem(key, episodes);
    }

    internal void Set(string key, FenceTally fences)
    {
        lock (_gate)
            _fences = _fences.SetItem(key, fences);
    }

    internal void Set(string key, MachineState state)
    {
        lock (_gate)
            _machines = _machines.SetItem(key, state);
    }

    internal void RemoveMachine(string key)
    {
        lock (_gate)
            (_machines, _fences) = (_machines.Remove(key), _fences.Remove(key));
    }

    internal void Set(string key, FilesystemState state)
    {
        lock (_gate)
            _filesystems = _filesystems.SetItem(key, state);
    }

    internal void RemoveServer(string key)
    {
        lock (_gate)
            (_servers, _notes, _episodes) = (_servers.Remove(key), _notes.Remove(key), _episodes.Remove(key));
    }

    internal void RemoveFilesystem(string key)
    {
        lock (_gate)
            _filesystems = _filesystems.Remove(key);
    }
}
