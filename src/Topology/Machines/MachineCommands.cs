using System.Collections.Immutable;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Machines;

/// <summary>Everything a machine can be told.</summary>
public abstract record MachineCommand;

/// <summary>The entity recovered on a member.</summary>
public sealed record ResumeMachine : MachineCommand;

/// <summary>The machine itself reported this boot (its kubelet, or an agent in it).</summary>
public sealed record ObserveBoot(string BootId, string Node, string? BmcAddress) : MachineCommand;

/// <summary>A file system permits the machine to be fenced to end this boot.</summary>
/// <param name="BootId">Boot that is to end.</param>
/// <param name="Agents">Fence agents in the order of trial.</param>
/// <param name="PermittedBy">File system that permits it.</param>
public sealed record FenceMachine(string BootId, ImmutableArray<string> Agents, string PermittedBy) : MachineCommand
{
    /// <summary>Devices and witnesses, for agents that do not work on the machine's power.</summary>
    public FenceScope Scope { get; init; } = FenceScope.MachineOnly;

    /// <summary>What other file systems with servers on this machine have against it, or that they have not answered yet.</summary>
    public ImmutableArray<string> Objections { get; init; } = [];

    /// <summary>One of them is a real objection, not an answer that is still missing.</summary>
    public bool IsObjected { get; init; }

    /// <summary>Boot that the machine's node reports at this moment; null when it is not known.</summary>
    public string? ReportedBoot { get; init; }

    /// <summary>The machine was heard within <see cref="MachineDecider.HeardWithin"/>.</summary>
    public bool Heard { get; init; }
}

/// <summary>Nobody has asked for the fence of this boot for a while.</summary>
public sealed record WithdrawFence(string BootId, string Reason) : MachineCommand;

/// <summary>A person states that the machine is off, and with it this boot.</summary>
public sealed record AcceptStatement(string BootId, string By, string Statement) : MachineCommand;

/// <summary>The fence agent confirmed.</summary>
/// <param name="BootId">Boot that ended, or was cut off.</param>
/// <param name="Agent">Fence agent.</param>
/// <param name="Evidence">What confirmed it.</param>
public sealed record ReportFenced(string BootId, string Agent, string Evidence) : MachineCommand
{
    /// <summary>Kind of proof that it gives.</summary>
    public ProofKind Kind { get; init; } = ProofKind.NodeFenced;

    /// <summary>Identities of the devices that the boot is cut off from; empty when the whole machine is off.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];
}

/// <summary>No fence agent confirmed.</summary>
public sealed record ReportFenceFailed(string BootId, string Reason) : MachineCommand;
