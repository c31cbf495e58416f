using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Topology.Servers;

/// <summary>What it means that an incarnation's session was rebuilt more often than allowed (design, section 3).</summary>
public static class SessionBudget
{
    /// <summary>The fault that ends the incarnation.</summary>
    /// <param name="lastSoftFault">The last fault that a new session was to mend; null when none was told.</param>
    /// <param name="pod">Its pod as it is seen now; null when there is none.</param>
    /// <param name="incarnation">The incarnation.</param>
    public static Fault Spent(Fault? lastSoftFault, PodFact? pod, IncarnationId incarnation)
    {
        var last = lastSoftFault?.Message ?? "no fault was told";
        if (lastSoftFault?.Kind == FaultKind.MgsUnreachable)
            return lastSoftFault;
        if (pod is null || pod.Incarnation != incarnation || pod.Phase == PodPhase.Ended)
            return new Fault(FaultKind.PodCrashed, "SessionBudgetSpent", $"its pod is gone; last session fault: {last}");
        return new Fault(FaultKind.Node, "SessionBudgetSpent", $"its pod runs and its agent cannot be talked to; last: {last}");
    }
}
