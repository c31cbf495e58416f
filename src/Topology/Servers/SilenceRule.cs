using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Servers;

/// <summary>What is heard of a server's node and of its agent.</summary>
/// <param name="Node">Node name.</param>
/// <param name="NodeKnown">Its Node object exists, in a view that is current.</param>
/// <param name="NodeWasKnown">It existed earlier in this life.</param>
/// <param name="NodeSilent">Time since its last heartbeat; zero while the view itself may be out of date.</param>
/// <param name="AgentSilent">Time since the last good report of the agent in this session; null when there was none.</param>
public sealed record SilenceFacts(string Node, bool NodeKnown, bool NodeWasKnown, TimeSpan NodeSilent, TimeSpan? AgentSilent);

/// <summary>
/// When a silent node counts as lost. A kubelet that died, a deleted Node object or a partition from the API server say nothing about a
/// server whose agent goes on reporting it well: such a server is left alone.
/// </summary>
public static class SilenceRule
{
    /// <summary>Agents report every few seconds; one that was silent for longer is not heard any more.</summary>
    public static readonly TimeSpan AgentHeardWithin = TimeSpan.FromSeconds(15);

    /// <summary>The fault that ends the life; null while it goes on.</summary>
    public static Fault? Judge(SilenceFacts facts, HealingSpec healing, Rules rules)
    {
        var limit = TimeSpan.FromSeconds(healing.NodeLostAfterSeconds);
        var gone = !facts.NodeKnown && facts.NodeWasKnown;
        if (!gone && facts.NodeSilent < limit)
            return null;
        if (facts.AgentSilent < (limit < AgentHeardWithin ? limit : AgentHeardWithin) && rules.Holds(Rule.HealthyIsNotStopped))
            return null;
        return gone
            ? new Fault(FaultKind.Node, FaultReasons.NodeGone, $"the Node object of {facts.Node} is gone and its agent is silent")
            : new Fault(FaultKind.Node, FaultReasons.NodeLost, $"{facts.Node} is silent for {facts.NodeSilent.TotalSeconds:F1} s");
    }
}
