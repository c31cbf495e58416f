using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Facts;

/// <summary>What is known of a node at this moment: an observation, never journaled.</summary>
/// <param name="Name">Kubernetes node name.</param>
/// <param name="Kernel">Machine and boot as the node itself reports them.</param>
/// <param name="Ready">The node's Ready condition. False proves nothing about its kernel.</param>
/// <param name="HeartbeatStamp">Renew time of the node's Lease, as text. Only whether it changes counts, not what it says.</param>
/// <param name="Schedulable">False when cordoned.</param>
/// <param name="Address">Internal address, the base of the node's NIDs.</param>
/// <param name="Labels">Node labels.</param>
/// <param name="Devices">Block devices the node reaches (from its <c>LustreNode</c>).</param>
/// <param name="BmcAddress">Redfish address of the machine's management controller, null when none is declared.</param>
public sealed record NodeFact(
    string Name,
    KernelId Kernel,
    bool Ready,
    string HeartbeatStamp,
    bool Schedulable,
    string Address,
    ImmutableSortedDictionary<string, string> Labels,
    ImmutableArray<NodeDevice> Devices,
    string? BmcAddress)
{
    /// <summary>Network interfaces with their addresses (from its <c>LustreNode</c>); none when the node does not report them.</summary>
    public ImmutableArray<NodeInterface> Interfaces { get; init; } = [];

    /// <summary>Where to dial the node agent; empty when none reports.</summary>
    public string AgentEndpoint { get; init; } = "";
}

/// <summary>A network interface of a node.</summary>
/// <param name="Name">Name in its kernel, such as <c>eth0</c>.</param>
/// <param name="Address">Its address, the base of a NID.</param>
public sealed record NodeInterface(string Name, string Address);

/// <summary>A block device that a node reaches.</summary>
/// <param name="Device">Identity, path and size.</param>
/// <param name="Labels">Labels that storage selectors match.</param>
/// <param name="Shared">True when other nodes reach the same device too.</param>
public sealed record NodeDevice(DeviceRef Device, ImmutableSortedDictionary<string, string> Labels, bool Shared);
