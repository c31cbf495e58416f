using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Simulation.Agents;

/// <summary>An order to an agent.</summary>
internal sealed record AgentOrder(TargetOperation Operation, WantedTarget Target, TimeSpan Within);

/// <summary>What came of an order.</summary>
internal sealed record AgentOutcome(Fault? Fault, string Uuid, bool Absent)
{
    internal static AgentOutcome Failed(Fault fault) => new(fault, "", false);

    internal static AgentOutcome Failed(FaultKind kind, string reason, string message) => Failed(new Fault(kind, reason, message));
}

/// <summary>What an agent says of its target.</summary>
internal sealed record AgentNews(bool Mounted, string Recovery, Fault? Fault);
