using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Agents.Leases;

/// <summary>What a fresh read of the target's Lease says.</summary>
/// <param name="Holder"><c>spec.holderIdentity</c>; null or empty when nobody holds it.</param>
/// <param name="Kernel">Annotation with the holder's kernel, <c>UUID/BOOT</c>; null when absent.</param>
public sealed record LeaseClaim(string? Holder, string? Kernel)
{
    /// <summary>Why nobody may touch the target, by annotation of the Lease; empty when nobody said so.</summary>
    public string HandsOff { get; init; } = "";

    /// <summary>Command that lifts it.</summary>
    public string Lift { get; init; } = "";
}

/// <summary>What an agent does about the Lease.</summary>
public abstract record LeaseVerdict
{
    /// <summary>Write it, by compare-and-swap on what was read.</summary>
    public sealed record Take : LeaseVerdict;

    /// <summary>It is this incarnation's already, on this kernel.</summary>
    public sealed record Mine : LeaseVerdict;

    /// <summary>Stop: touch nothing.</summary>
    public sealed record Refuse(Fault Fault) : LeaseVerdict;
}

/// <summary>
/// Who may touch a target (design: Incarnations). Before it formats or mounts, an agent must be the successor of whoever holds the
/// Lease. An older incarnation may be succeeded, because a new one is planned only after the death of the old one is proved.
/// </summary>
public static class LeaseRule
{
    /// <summary>Decides about a Lease.</summary>
    /// <param name="claim">What was read; null when there is no Lease.</param>
    /// <param name="mine">The agent's incarnation.</param>
    /// <param name="kernel">The agent's kernel.</param>
    /// <param name="rules">Rules in force.</param>
    public static LeaseVerdict Decide(LeaseClaim? claim, IncarnationId mine, KernelId kernel, Rules rules)
    {
        if (claim is { HandsOff.Length: > 0 } && rules.Holds(Rule.PausedIsHandsOff))
            return new LeaseVerdict.Refuse(new Fault(FaultKind.Transient, FaultReasons.HandsOff,
                $"the annotation of the target's Lease says hands off: \"{claim.HandsOff}\"; nothing was touched; to lift it: {claim.Lift}"));
        if (string.IsNullOrEmpty(claim?.Holder) || !rules.Holds(Rule.LeaseBySuccession))
            return new LeaseVerdict.Take();
        if (!IncarnationId.TryParse(claim.Holder, out var holder))
            return Refuse("LeaseForeign", $"the Lease is held by '{claim.Holder}', which is no incarnation: something else wrote it");
        if (mine.Follows(holder))
            return new LeaseVerdict.Take();
        if (holder.Follows(mine))
            return Refuse("StaleIncarnation", $"the Lease is held by the newer incarnation {holder}; this agent is {mine}");
        if (holder.Nonce != mine.Nonce)
            return Refuse("IncarnationContested", $"the Lease is held by {holder}, another claim to the number of {mine}");
        return SameKernel(claim.Kernel, kernel);
    }

    private static LeaseVerdict SameKernel(string? claimed, KernelId kernel)
    {
        if (claimed is null || claimed == kernel.ToString())
            return new LeaseVerdict.Mine();
        return claimed.StartsWith(kernel.SystemUuid + "/", StringComparison.Ordinal)
            ? new LeaseVerdict.Refuse(new Fault(FaultKind.Node, FaultReasons.NodeRebooted,
                $"this incarnation took the Lease under kernel {claimed}; the machine has booted since and is {kernel} now"))
            : Refuse("IncarnationMoved", $"this incarnation took the Lease on kernel {claimed}; it may not go on on {kernel}");
    }

    private static LeaseVerdict.Refuse Refuse(string reason, string message) => new(new Fault(FaultKind.Target, reason, message));
}
