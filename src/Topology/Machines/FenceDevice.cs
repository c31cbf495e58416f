using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Machines;

/// <summary>A device from which a machine is to be cut off, where a fence works on storage instead of on power.</summary>
/// <param name="Id">WWN or volume handle.</param>
/// <param name="Paths">The other machines' nodes that reach it: any of them can carry the fence out.</param>
public sealed record FenceDevice(string Id, ImmutableArray<DevicePath> Paths)
{
    /// <summary>Incarnation whose claim is to end: the same boot may get the device again later, and the fence says nothing about that.</summary>
    public long Number { get; init; }

    /// <summary>Value equality over the list too.</summary>
    public bool Equals(FenceDevice? other) => other is not null && Id == other.Id && Number == other.Number && Paths.SequenceEqual(other.Paths);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Paths.Length);
}

/// <summary>Where a node finds a device.</summary>
/// <param name="Node">Node name.</param>
/// <param name="Path">Path of the device on it.</param>
public sealed record DevicePath(string Node, string Path);

/// <summary>
/// Who grants a machine the right to go on where nodes fence themselves (design: Self-fencing): the file system's fixed set of nodes.
/// </summary>
/// <param name="Nodes">Names of the nodes of the set, the machine's own included, in order.</param>
/// <param name="GrantSeconds">Life of a grant.</param>
public sealed record FenceWitnesses(ImmutableArray<string> Nodes, int GrantSeconds)
{
    /// <summary>Value equality over the list too.</summary>
    public bool Equals(FenceWitnesses? other) => other is not null && GrantSeconds == other.GrantSeconds && Nodes.SequenceEqual(other.Nodes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(GrantSeconds, Nodes.Length);
}

/// <summary>What a fence needs to know beside the machine.</summary>
/// <param name="Devices">Devices of the servers that wait.</param>
/// <param name="Witnesses">Who watches the machine fence itself; null where it does not.</param>
public sealed record FenceScope(ImmutableArray<FenceDevice> Devices, FenceWitnesses? Witnesses)
{
    /// <summary>Nothing but the machine.</summary>
    public static FenceScope MachineOnly { get; } = new([], null);

    /// <summary>Value equality over the list too.</summary>
    public bool Equals(FenceScope? other) => other is not null && Witnesses == other.Witnesses && Devices.SequenceEqual(other.Devices);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Devices.Length, Witnesses);

    /// <summary>Both scopes together; for a device that both name, the other's paths count.</summary>
    public FenceScope With(FenceScope other) => new(
        [.. Devices.Where(d => other.Devices.All(o => o.Id != d.Id)), .. other.Devices],
        other.Witnesses ?? Witnesses);
}
