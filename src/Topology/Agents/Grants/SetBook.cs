using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Agents.Grants;

/// <summary>
/// Which sets of nodes a node agent obeys. A set is wanted, obeyed, and only then claimed in the API server,
/// where the supervisor reads with whom a death may be proved. A set that the API server may still name is obeyed until it is known to
/// name another one: so a proof by the set that stands there, old or new, is always a proof by a set without whose majority the node dies.
/// </summary>
public sealed record SetBook
{
    /// <summary>Nothing is wanted and nothing was claimed.</summary>
    public static SetBook Empty { get; } = new();

    /// <summary>Sets that the supervisor wants.</summary>
    public ImmutableArray<GrantSet> Wanted { get; init; } = [];

    /// <summary>Sets that the API server may name: the last that it is known to name, and all that it was told since without an answer.</summary>
    public ImmutableArray<GrantSet> Claimed { get; init; } = [];

    /// <summary>Sets that are obeyed: time must be granted by a majority of each of them.</summary>
    public ImmutableArray<GrantSet> InForce => [.. Claimed.Union(Wanted)];

    /// <summary>True when everything that is obeyed is wanted, and everything that is wanted is claimed.</summary>
    public bool IsSettled => Wanted.Length == Claimed.Length && Wanted.All(Claimed.Contains);

    /// <summary>The supervisor wants these sets from now on.</summary>
    public SetBook Want(IEnumerable<GrantSet> sets) => this with { Wanted = [.. sets.Distinct()] };

    /// <summary>The API server is about to be told what is wanted; whether it hears is not known.</summary>
    public SetBook Telling() => this with { Claimed = InForce };

    /// <summary>The API server has heard, and every earlier message is void.</summary>
    /// <param name="sets">What it was told.</param>
    public SetBook Told(ImmutableArray<GrantSet> sets) => this with { Claimed = sets };

    /// <summary>Value equality over the lists too.</summary>
    public bool Equals(SetBook? other) => other is not null && Wanted.SequenceEqual(other.Wanted) && Claimed.SequenceEqual(other.Claimed);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Wanted.Length, Claimed.Length);
}
