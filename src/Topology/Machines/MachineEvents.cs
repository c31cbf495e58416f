using System.Collections.Immutable;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Machines;

/// <summary>Everything that is decided about a machine.</summary>
public abstract record MachineEvent(EventMeta Meta) : IDomainEvent;

/// <summary>A member owns the entity from here on.</summary>
public sealed record MachineResumed(EventMeta Meta) : MachineEvent(Meta);

/// <summary>The machine was seen with a boot that was never seen before, or under another node name or controller.</summary>
public sealed record BootSeen(EventMeta Meta, string BootId, string Node, string? BmcAddress) : MachineEvent(Meta);

/// <summary>A fence was permitted: from here on the machine is to be powered off.</summary>
public sealed record FenceRequested(EventMeta Meta, string BootId, ImmutableArray<string> Agents, string PermittedBy) : MachineEvent(Meta)
{
    /// <summary>Devices and witnesses, for agents that do not work on the machine's power.</summary>
    public FenceScope Scope { get; init; } = FenceScope.MachineOnly;
}

/// <summary>An attempt was not confirmed. Nothing is concluded.</summary>
public sealed record FenceAttemptFailed(EventMeta Meta, string BootId, string Reason, DateTimeOffset NotBefore) : MachineEvent(Meta);

/// <summary>A fence agent confirmed that the machine is off.</summary>
public sealed record FenceConfirmed(EventMeta Meta, string BootId, string Agent, string Evidence) : MachineEvent(Meta)
{
    /// <summary>Kind of proof that it gives.</summary>
    public ProofKind Kind { get; init; } = ProofKind.NodeFenced;

    /// <summary>Identities of the devices that the boot is cut off from; empty when the whole machine is off.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];
}

/// <summary>Nobody needs the fence any more: the boot that was to end is heard again, or its servers serve elsewhere.</summary>
public sealed record FenceWithdrawn(EventMeta Meta, string BootId, string Reason) : MachineEvent(Meta);
