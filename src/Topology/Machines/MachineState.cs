using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Machines;

/// <summary>State of one machine (system UUID): the boots it was seen with, in order, and the fence that is going on.</summary>
public sealed record MachineState
{
    /// <summary>State before the first event.</summary>
    public static MachineState Initial { get; } = new();

    /// <summary>Boot ids in the order in which they were first seen.</summary>
    public ImmutableArray<string> Boots { get; init; } = [];

    /// <summary>Node name last seen on it.</summary>
    public string Node { get; init; } = "";

    /// <summary>Redfish address of its controller; null when none is declared.</summary>
    public string? BmcAddress { get; init; }

    /// <summary>Boots that a confirmed fence ended, with the evidence.</summary>
    public ImmutableDictionary<string, FenceEvidence> FencedBoots { get; init; } = ImmutableDictionary<string, FenceEvidence>.Empty;

    /// <summary>Devices from which a boot was cut off on the storage, by <see cref="CutOffKey"/>, with the evidence.</summary>
    public ImmutableSortedDictionary<string, FenceEvidence> CutOff { get; init; } = ImmutableSortedDictionary<string, FenceEvidence>.Empty;

    /// <summary>The fence going on; null when none is.</summary>
    public FenceAttempt? Fence { get; init; }

    /// <summary>Key of a device that one boot of the machine can no longer write.</summary>
    public static string CutOffKey(string bootId, string deviceId) => $"{bootId}/{deviceId}";
}

/// <summary>A fence that was permitted and is not confirmed yet.</summary>
/// <param name="BootId">The boot that is to end.</param>
/// <param name="Agents">Fence agents in the order of trial.</param>
/// <param name="Number">Attempt, from 1.</param>
/// <param name="NotBefore">Earliest time of this attempt.</param>
/// <param name="LastFailure">Why the last attempt failed; empty at the first.</param>
public sealed record FenceAttempt(string BootId, ImmutableArray<string> Agents, int Number, DateTimeOffset NotBefore, string LastFailure)
{
    /// <summary>Devices and witnesses, for agents that do not work on the machine's power.</summary>
    public FenceScope Scope { get; init; } = FenceScope.MachineOnly;

    /// <summary>Value equality over the list too.</summary>
    public bool Equals(FenceAttempt? other) =>
        other is not null && BootId == other.BootId && Number == other.Number && NotBefore == other.NotBefore
        && LastFailure == other.LastFailure && Scope == other.Scope && Agents.SequenceEqual(other.Agents);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(BootId, Number);
}
