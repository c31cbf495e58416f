using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Actors.Ports;

/// <summary>
/// Asks node agents. An endpoint is <c>NodeFact.AgentEndpoint</c>. Every member throws <see cref="AgentSessionException"/> when nobody answers
/// in time, and <see cref="AgentRefusedException"/> when the agent refuses or cannot do it.
/// </summary>
public interface INodeAgents
{
    /// <summary>Who is there, read on the spot.</summary>
    /// <param name="endpoint">The agent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<NodeAgentDescription> DescribeAsync(string endpoint, CancellationToken cancellationToken);

    /// <summary>Whether all time that this agent gave to a kernel has lapsed, by the agent's own monotonic clock.</summary>
    /// <param name="endpoint">The agent.</param>
    /// <param name="kernel">About whom.</param>
    /// <param name="grantSeconds">Longest grant that an earlier life of the agent may have given it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<GrantLapse> AskLapseAsync(string endpoint, KernelId kernel, int grantSeconds, CancellationToken cancellationToken);

    /// <summary>Cuts a kernel off from a device that the agent's node reaches.</summary>
    /// <param name="endpoint">The agent.</param>
    /// <param name="order">What to do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<StorageFenceResult> FenceAsync(string endpoint, StorageFenceOrder order, CancellationToken cancellationToken);
}

/// <summary>What a node agent says of itself.</summary>
/// <param name="Kernel">The kernel below it.</param>
/// <param name="Node">Its node.</param>
/// <param name="Armed">The watchdog resets that kernel unless it is fed.</param>
/// <param name="MayFeed">A majority grants it time at this moment.</param>
/// <param name="Uptime">Since the agent's start.</param>
/// <param name="Reason">Why it is not armed, or not fed; empty when it is.</param>
public sealed record NodeAgentDescription(KernelId Kernel, string Node, bool Armed, bool MayFeed, TimeSpan Uptime, string Reason);

/// <summary>What a node agent says of the time that it gave to a kernel.</summary>
/// <param name="Kernel">The kernel below the agent that answers.</param>
/// <param name="Node">Its node.</param>
/// <param name="Lapsed">All of it has lapsed.</param>
/// <param name="Since">Since the last grant, or since the agent's start if it knows of none.</param>
/// <param name="Remaining">Until it has lapsed if nothing more is given.</param>
public sealed record GrantLapse(KernelId Kernel, string Node, bool Lapsed, TimeSpan Since, TimeSpan Remaining);

/// <summary>A fence of one device.</summary>
/// <param name="Backend"><c>scsi</c> or <c>nvme</c>.</param>
/// <param name="DevicePath">Path on the agent's node.</param>
/// <param name="DeviceId">WWN or volume handle, which the agent compares on the spot.</param>
/// <param name="Victim">Kernel that is cut off.</param>
public sealed record StorageFenceOrder(string Backend, string DevicePath, string DeviceId, KernelId Victim)
{
    /// <summary>Kernels of other machines: whose keys may be on the device beside the victim's.</summary>
    public ImmutableArray<KernelId> Known { get; init; } = [];
}

/// <summary>How a fence of one device ended.</summary>
/// <param name="Fault">Null when the victim is cut off.</param>
/// <param name="Evidence">What the device said.</param>
/// <param name="VictimGone">Read back from the device: no registration of the victim is left.</param>
public sealed record StorageFenceResult(Fault? Fault, string Evidence, bool VictimGone);
