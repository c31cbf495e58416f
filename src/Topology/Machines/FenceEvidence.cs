using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Machines;

/// <summary>What confirmed a fence.</summary>
/// <param name="Kind">Kind of proof that it gives.</param>
/// <param name="Text">Agent and what it saw.</param>
public sealed record FenceEvidence(ProofKind Kind, string Text)
{
    /// <summary>For a device that was cut off: newest incarnation whose claim it ends.</summary>
    public long Number { get; init; }

    /// <summary>It is a person's word, which does not stand against the machine's own.</summary>
    public bool IsStatement { get; init; }
}
