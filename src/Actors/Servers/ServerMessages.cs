using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Servers;

/// <summary>The file system's actor tells a server its place in the plan; answered with <c>ServerAcknowledged</c>, repeated until then.</summary>
/// <param name="Declaration">Spec and whether it may start.</param>
public sealed record PlaceInPlan(DeclareServer Declaration);

/// <summary>A child failed; told by the supervision strategy, handled in the server's own mailbox.</summary>
internal sealed record ChildFaulted(long Number, Fault Fault, string? PodUid);

/// <summary>An incarnation's actor, new or restarted, asks what is due.</summary>
internal sealed record WhatIsDue(long Number);

/// <summary>What an incarnation's actor has to do now.</summary>
internal sealed record IncarnationOrders(RunIncarnation Effect, ServerSpec Spec, string DeviceUuid, bool ForceImportAllowed);

/// <summary>What the agent reports of a mounted target: an observation, not journaled.</summary>
internal sealed record Observed(long Number, AgentReport Report);

/// <summary>What keeps a life from going on, seen again and again: an observation, not journaled.</summary>
internal sealed record Obstructed(long Number, string Why);
