using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Agent.Operations;

/// <summary>
/// Asked right before a tool that changes the device. The checks before it may take minutes, and this life may be over by then: the next one
/// may be at work on the same target in the same kernel.
/// </summary>
internal sealed class LifeGate
{
    private readonly Lock _lock = new();

    private bool _over;

    /// <summary>This life is over: nothing more is begun.</summary>
    public void Close()
    {
        lock (_lock)
            _over = true;
    }

    /// <summary>Why the tool must not be started; null when it may.</summary>
    public Fault? Demand(TargetOperation operation)
    {
        lock (_lock)
            return OrderRule.BeforeTool(_over, operation, Rules.All);
    }
}
