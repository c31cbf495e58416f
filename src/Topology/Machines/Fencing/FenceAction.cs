namespace LustreSupervisor.Topology.Machines.Fencing;

/// <summary>What a fence script is told to do (ClusterLabs fence-agents, <c>doc/FenceAgentAPI.md</c>, "Agent Operations and Return Values").</summary>
public enum FenceAction
{
    /// <summary>Cut the machine off.</summary>
    Off,

    /// <summary>Let it in again. The supervisor never asks for it: a person switches a machine on.</summary>
    On,

    /// <summary>Say whether the machine is on.</summary>
    Status,

    /// <summary>Say whether the fence device can be reached at all.</summary>
    Monitor,
}
