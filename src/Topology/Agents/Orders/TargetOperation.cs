namespace LustreSupervisor.Topology.Agents.Orders;

/// <summary>What a target agent can be told to do.</summary>
public enum TargetOperation
{
    /// <summary>Make the target on a device that is provably blank.</summary>
    Format,

    /// <summary>Start the target.</summary>
    Mount,

    /// <summary>Stop the target by a plain unmount: clients recover.</summary>
    Unmount,
}
