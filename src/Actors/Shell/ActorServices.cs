using System.Security.Cryptography;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Actors.Shell;

/// <summary>What every actor of this member is given: its ports to the world, the clock, and who it is.</summary>
/// <param name="Pods">Pods and VMs.</param>
/// <param name="Agents">Agents in them.</param>
/// <param name="Fencing">Fence agents.</param>
/// <param name="Status">What people see.</param>
/// <param name="View">The cluster as this member sees it.</param>
/// <param name="Live">The topology as this member's actors hold it.</param>
/// <param name="Regions">The other actors.</param>
/// <param name="Time">Clock.</param>
/// <param name="Member">Name of this member of the supervisor cluster.</param>
/// <param name="Epoch">Epoch of the journal.</param>
public sealed record ActorServices(
    IPodRuntime Pods,
    IAgents Agents,
    IFencing Fencing,
    IStatusPublisher Status,
    ClusterView View,
    LiveTopology Live,
    IRegions Regions,
    TimeProvider Time,
    string Member,
    long Epoch)
{
    /// <summary>Where the 64 random bits of each decision come from: the operating system, or a recording that is played back.</summary>
    public Func<ulong> DrawEntropy { get; init; } = () => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>Context of one decision, with fresh randomness.</summary>
    public DecisionContext NewContext() => new(Time.GetUtcNow(), new Entropy(DrawEntropy()), Rules.All, Epoch, Member);
}
