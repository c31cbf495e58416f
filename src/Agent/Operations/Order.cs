using LustreSupervisor.Topology.Agents.Orders;

namespace LustreSupervisor.Agent.Operations;

/// <summary>One order.</summary>
/// <param name="Operation">What to do.</param>
/// <param name="Target">To which target.</param>
/// <param name="Within">Time until it must have answered.</param>
internal sealed record Order(TargetOperation Operation, WantedTarget Target, TimeSpan Within)
{
    /// <summary>Key by which a repetition is recognised.</summary>
    public string Key => OrderRule.KeyOf(Operation, Target);
}

/// <summary>An outcome with the number under which its fault is acknowledged; 0 without a fault.</summary>
internal sealed record NumberedOutcome(OperationOutcome Outcome, long FaultNumber);
