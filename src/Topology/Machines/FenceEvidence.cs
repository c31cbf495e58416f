using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Machines;

/// <summary>What confirmed a fence.</summary>
/// <param name="Kind">Kind of proof that it gives.</param>
/// <param name="Text">Agent and what it saw.</param>
public sealed record FenceEvidence(ProofKind Kind, string Text);
