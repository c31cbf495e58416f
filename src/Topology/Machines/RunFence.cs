using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Machines;

/// <summary>Power the machine off, through its agents in turn.</summary>
public sealed record RunFence(FenceAttempt Attempt, string Node, string? BmcAddress) : IEffect
{
    /// <inheritdoc/>
    public string Id => "fence";
}
