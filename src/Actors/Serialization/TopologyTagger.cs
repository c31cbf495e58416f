using System.Collections.Immutable;
using Akka.Persistence.Journal;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Tags events by their aggregate. Few and coarse: a tag is found by a scan in the order of the journal.</summary>
public sealed class TopologyTagger : IWriteEventAdapter
{
    /// <summary>Events of servers.</summary>
    public const string Server = "server";

    /// <summary>Events of file systems.</summary>
    public const string Filesystem = "filesystem";

    /// <summary>Events of machines.</summary>
    public const string Machine = "machine";

    private static readonly ImmutableHashSet<string> Servers = [Server];
    private static readonly ImmutableHashSet<string> Filesystems = [Filesystem];
    private static readonly ImmutableHashSet<string> Machines = [Machine];

    /// <inheritdoc/>
    public string Manifest(object evt) => "";

    /// <inheritdoc/>
    public object ToJournal(object evt) => evt switch
    {
        ServerEvent => new Tagged(evt, Servers),
        FilesystemEvent => new Tagged(evt, Filesystems),
        MachineEvent => new Tagged(evt, Machines),
        _ => evt,
    };
}
