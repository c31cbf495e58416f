using System.Collections.Immutable;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>What a journal comes to when every decision in it is folded.</summary>
/// <param name="Servers">Servers by entity key, <c>namespace~name</c>.</param>
/// <param name="Filesystems">File systems by entity key, <c>namespace~name</c>.</param>
/// <param name="Machines">Machines by system UUID.</param>
/// <param name="LastOrdering">Place in the journal of the last decision; 0 for none.</param>
public sealed record ReplayedTopology(
    ImmutableSortedDictionary<string, ServerState> Servers,
    ImmutableSortedDictionary<string, FilesystemState> Filesystems,
    ImmutableSortedDictionary<string, MachineState> Machines,
    long LastOrdering)
{
    /// <summary>How many decisions were folded. The place in the journal is higher: cluster sharding keeps rows of its own there.</summary>
    public long Decisions { get; init; }

    /// <summary>Before the first decision.</summary>
    public static ReplayedTopology Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, ServerState>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, FilesystemState>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, MachineState>(StringComparer.Ordinal),
        0);
}
