using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Filesystems;

/// <summary>The resource was seen as it is declared now.</summary>
/// <param name="Fact">The resource.</param>
public sealed record DeclarationSeen(FilesystemFact Fact);

/// <summary>A server's actor acknowledges its place in the plan and says how it is.</summary>
/// <param name="ObjectName">Server.</param>
/// <param name="Spec">The entry that it holds.</param>
/// <param name="Started">It may start.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Revision">Events of its journal.</param>
/// <param name="ClaimedBy">Machine whose kernel holds the claim; null when none does.</param>
public sealed record ServerAcknowledged(string ObjectName, ServerSpec Spec, bool Started, ServerPhase Phase, long Revision, string? ClaimedBy = null);

/// <summary>A server's phase changed; repeated until acknowledged with <see cref="PhaseNoted"/>.</summary>
/// <param name="ObjectName">Server.</param>
/// <param name="Phase">Phase.</param>
/// <param name="Revision">Events of its journal.</param>
/// <param name="ClaimedBy">Machine whose kernel holds the claim; null when none does.</param>
public sealed record PhaseReport(string ObjectName, ServerPhase Phase, long Revision, string? ClaimedBy = null);

/// <summary>The report was taken into account.</summary>
/// <param name="Phase">Phase that was reported.</param>
public sealed record PhaseNoted(ServerPhase Phase);

/// <summary>A server waits for a proof that only a fence can give.</summary>
/// <param name="ObjectName">Server.</param>
/// <param name="Claim">The claim that stands in its way.</param>
/// <param name="ByPerson">Person who ordered the fence; null when nobody did.</param>
/// <param name="Revision">Events of the server's journal.</param>
public sealed record RequestFenceFor(string ObjectName, KernelClaim Claim, string? ByPerson = null, long Revision = 0);

/// <summary>A machine with servers of this file system is to be fenced for another one. Answered with <see cref="NeighbourAnswer"/>.</summary>
/// <param name="FilesystemId">Key of the file system that is asked.</param>
/// <param name="SystemUuid">The machine.</param>
public sealed record AskNeighbour(string FilesystemId, string SystemUuid);

/// <summary>Whether a file system lets a machine with servers of its own be fenced for another one.</summary>
/// <param name="FilesystemId">Key of the file system.</param>
/// <param name="Objection">Why not; null when it permits.</param>
public sealed record NeighbourAnswer(string FilesystemId, string? Objection);
