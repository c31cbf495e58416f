using System.Collections.Immutable;
using LustreSupervisor.Topology.Decisions;

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
    public ImmutableDictionary<string, string> FencedBoots { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The fence going on; null when none is.</summary>
    public FenceAttempt? Fence { get; init; }
}

/// <summary>A fence that was permitted and is not confirmed yet.</summary>
/// <param name="BootId">The boot that is to end.</param>
/// <param name="Agents">Fence agents in the order of trial.</param>
/// <param name="Number">Attempt, from 1.</param>
/// <param name="NotBefore">Earliest time of this attempt.</param>
/// <param name="LastFailure">Why the last attempt failed; empty at the first.</param>
public sealed record FenceAttempt(string BootId, ImmutableArray<string> Agents, int Number, DateTimeOffset NotBefore, string LastFailure)
{
    /// <summary>Value equality over the list too.</summary>
    public bool Equals(FenceAttempt? other) =>
        other is not null && BootId == other.BootId && Number == other.Number && NotBefore == other.NotBefore
        && LastFailure == other.LastFailure && Agents.SequenceEqual(other.Agents);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(BootId, Number);
}

/// <summary>Everything that is decided about a machine.</summary>
public abstract record MachineEvent(EventMeta Meta) : IDomainEvent;

/// <summary>A member owns the entity from here on.</summary>
public sealed record MachineResumed(EventMeta Meta) : MachineEvent(Meta);

/// <summary>The machine was seen with a boot that was never seen before, or under another node name or controller.</summary>
public sealed record BootSeen(EventMeta Meta, string BootId, string Node, string? BmcAddress) : MachineEvent(Meta);

/// <summary>A fence was permitted: from here on the machine is to be powered off.</summary>
public sealed record FenceRequested(EventMeta Meta, string BootId, ImmutableArray<string> Agents, string PermittedBy) : MachineEvent(Meta);

/// <summary>An attempt was not confirmed. Nothing is concluded.</summary>
public sealed record FenceAttemptFailed(EventMeta Meta, string BootId, string Reason, DateTimeOffset NotBefore) : MachineEvent(Meta);

/// <summary>A fence agent confirmed that the machine is off.</summary>
public sealed record FenceConfirmed(EventMeta Meta, string BootId, string Agent, string Evidence) : MachineEvent(Meta);

/// <summary>Everything a machine can be told.</summary>
public abstract record MachineCommand;

/// <summary>The entity recovered on a member.</summary>
public sealed record ResumeMachine : MachineCommand;

/// <summary>The machine itself reported this boot (its kubelet, or an agent in it).</summary>
public sealed record ObserveBoot(string BootId, string Node, string? BmcAddress) : MachineCommand;

/// <summary>A file system permits the machine to be fenced to end this boot.</summary>
public sealed record FenceMachine(string BootId, ImmutableArray<string> Agents, string PermittedBy) : MachineCommand;

/// <summary>The fence agent confirmed.</summary>
public sealed record ReportFenced(string BootId, string Agent, string Evidence) : MachineCommand;

/// <summary>No fence agent confirmed.</summary>
public sealed record ReportFenceFailed(string BootId, string Reason) : MachineCommand;

/// <summary>Power the machine off, through its agents in turn.</summary>
public sealed record RunFence(FenceAttempt Attempt, string Node, string? BmcAddress) : IEffect
{
    /// <inheritdoc/>
    public string Id => "fence";
}
