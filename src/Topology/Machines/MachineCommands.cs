using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Machines;

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
