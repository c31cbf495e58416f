using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Agents.Grants;

/// <summary>The fixed set of nodes that grant each other time for one file system.</summary>
/// <param name="Filesystem"><c>NAMESPACE/NAME</c>.</param>
/// <param name="Nodes">Names of the nodes, in order, each once.</param>
/// <param name="GrantSeconds">Life of a grant.</param>
public sealed record GrantSet(string Filesystem, ImmutableArray<string> Nodes, int GrantSeconds)
{
    /// <summary>Fewest nodes with which a death can be proved: of two, neither is a majority without the other.</summary>
    public const int NodesMin = 3;

    /// <summary>Whether this many nodes are a majority of the set; ties are none.</summary>
    public bool IsMajority(int count) => 2 * count > Nodes.Length;

    /// <summary>Value equality over the list too.</summary>
    public bool Equals(GrantSet? other) =>
        other is not null && Filesystem == other.Filesystem && GrantSeconds == other.GrantSeconds && Nodes.SequenceEqual(other.Nodes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Filesystem, GrantSeconds, Nodes.Length);
}
