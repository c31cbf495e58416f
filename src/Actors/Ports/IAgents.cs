using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Actors.Ports;

/// <summary>Dials the agents in servers' pods.</summary>
public interface IAgents
{
    /// <summary>Connects and says hello; retries until the token is cancelled while nobody listens yet.</summary>
    /// <exception cref="AgentRefusedException">The agent belongs to another incarnation.</exception>
    Task<IAgentSession> ConnectAsync(string endpoint, IncarnationId incarnation, CancellationToken cancellationToken);
}

/// <summary>One session with one agent. Any member throws <see cref="AgentSessionException"/> when the session breaks.</summary>
public interface IAgentSession : IAsyncDisposable
{
    /// <summary>The kernel below the agent, as it read it on the spot.</summary>
    KernelId Kernel { get; }

    /// <summary>UID of the agent's pod.</summary>
    string PodUid { get; }

    /// <summary>Carries out an order, or joins the same order that is under way.</summary>
    Task<AgentOutcome> ExecuteAsync(AgentOrder order, CancellationToken cancellationToken);

    /// <summary>Streams reports until cancelled.</summary>
    IAsyncEnumerable<AgentReport> WatchAsync(CancellationToken cancellationToken);

    /// <summary>Tells the agent that its fault is journaled.</summary>
    Task AcknowledgeAsync(long faultNumber, CancellationToken cancellationToken);
}

/// <summary>What an agent can be told to do.</summary>
public enum AgentOperation
{
    /// <summary>Make the target on a device that is provably blank.</summary>
    Format,

    /// <summary>Start the target.</summary>
    Mount,

    /// <summary>Stop the target: a plain unmount, clients recover.</summary>
    Unmount,
}

/// <summary>One thing to do, with everything needed to do it: the agent remembers nothing between lives.</summary>
/// <param name="Operation">What to do.</param>
/// <param name="Target">To which target.</param>
/// <param name="Device">On which device, by the path that the node knows.</param>
/// <param name="Backend"><c>ldiskfs</c> or <c>zfs</c>.</param>
/// <param name="ServiceNids">NIDs for <c>--servicenode</c>, one entry a node.</param>
/// <param name="MgsNids">NIDs for <c>--mgsnode</c>, one entry a node; empty for the MGT.</param>
/// <param name="ExpectedUuid">File-system UUID that the device must carry; empty before it is formatted.</param>
/// <param name="TimeoutSeconds">Time after which the operation counts as hung.</param>
public sealed record AgentOrder(
    AgentOperation Operation,
    TargetId Target,
    DeviceRef Device,
    string Backend,
    ImmutableArray<string> ServiceNids,
    ImmutableArray<string> MgsNids,
    string ExpectedUuid,
    int TimeoutSeconds)
{
    /// <summary>Networks that LNet must have before the target starts; none means that LNet is left as it is.</summary>
    public ImmutableArray<LnetSpec> Networks { get; init; } = [];

    /// <summary>ZFS only: the kernel that had the pool last is proved dead in the journal.</summary>
    public bool ForceImportAllowed { get; init; }

    /// <summary>Mount only: guard the device by reservations first, <c>scsi</c> or <c>nvme</c>; empty not to.</summary>
    public string Reservation { get; init; } = "";

    /// <summary>Mount only while the watchdog of the agent's node is armed (<c>spec.healing.selfFence</c>).</summary>
    public bool SelfFence { get; init; }
}

/// <summary>How an order ended.</summary>
/// <param name="Fault">Null when it succeeded.</param>
/// <param name="FaultNumber">Number to acknowledge; 0 without a fault.</param>
/// <param name="DeviceUuid">File-system UUID read back from the device.</param>
/// <param name="AbsentEverywhere">Unmount only: the agent checked every place where the target could still live in this kernel.</param>
public sealed record AgentOutcome(Fault? Fault, long FaultNumber, string DeviceUuid, bool AbsentEverywhere);

/// <summary>State of a server as its agent sees it.</summary>
/// <param name="Mounted">The target is mounted in the agent's kernel.</param>
/// <param name="Health">Last line of <c>health_check</c>: node-wide, not this target's alone.</param>
/// <param name="Recovery"><c>recovery_status</c> as the kernel writes it, <c>UNKNOWN</c> when there is none.</param>
/// <param name="CompletedClients">Clients that finished recovery.</param>
/// <param name="EvictedClients">Clients that were evicted.</param>
/// <param name="Fault">Fault that nobody acknowledged yet; null without one.</param>
/// <param name="FaultNumber">Number to acknowledge it by; 0 without one.</param>
public sealed record AgentReport(
    bool Mounted,
    string Health,
    string Recovery,
    int CompletedClients,
    int EvictedClients,
    Fault? Fault,
    long FaultNumber)
{
    /// <summary>Clients that have come back during recovery.</summary>
    public int ConnectedClients { get; init; }

    /// <summary>Clients that recovery waits for.</summary>
    public int KnownClients { get; init; }

    /// <summary>Seconds until recovery ends by itself; null when the kernel does not say.</summary>
    public long? SecondsRemaining { get; init; }

    /// <summary>Capacity and clients.</summary>
    public AgentFigures Figures { get; init; } = AgentFigures.Unknown;

    /// <summary>What is wrong and stops nothing, in words.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>Capacity and clients of a target. What the kernel does not show is 0.</summary>
/// <param name="BytesTotal">Capacity in bytes.</param>
/// <param name="BytesFree">Free bytes.</param>
/// <param name="BytesAvailable">Free bytes without the reserve.</param>
/// <param name="InodesTotal">Inodes.</param>
/// <param name="InodesFree">Free inodes.</param>
/// <param name="Clients">Connected clients, other servers not counted.</param>
/// <param name="Evictions">Clients evicted since the target's start.</param>
/// <param name="Instance">Counts the target's starts.</param>
public sealed record AgentFigures(
    long BytesTotal, long BytesFree, long BytesAvailable, long InodesTotal, long InodesFree, int Clients, long Evictions, long Instance)
{
    /// <summary>Nothing is known.</summary>
    public static AgentFigures Unknown { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);
}

/// <summary>The session broke; what runs there goes on.</summary>
public sealed class AgentSessionException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The agent at that endpoint belongs to another incarnation.</summary>
public sealed class AgentRefusedException(string message) : Exception(message);
