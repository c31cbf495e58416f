using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;

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

/// <summary>An order to an agent.</summary>
public sealed record AgentOrder(
    AgentOperation Operation,
    TargetId Target,
    DeviceRef Device,
    string Backend,
    ImmutableArray<string> ServiceNids,
    ImmutableArray<string> MgsNids,
    string ExpectedUuid,
    int TimeoutSeconds);

/// <summary>How an order ended.</summary>
/// <param name="Fault">Null when it succeeded.</param>
/// <param name="FaultNumber">Number to acknowledge; 0 without a fault.</param>
/// <param name="DeviceUuid">File-system UUID read back from the device.</param>
/// <param name="AbsentEverywhere">Unmount only: the agent checked every place where the target could still live in this kernel.</param>
public sealed record AgentOutcome(Fault? Fault, long FaultNumber, string DeviceUuid, bool AbsentEverywhere);

/// <summary>State of a server as its agent sees it.</summary>
public sealed record AgentReport(
    bool Mounted,
    string Health,
    string Recovery,
    int CompletedClients,
    int EvictedClients,
    Fault? Fault,
    long FaultNumber);

/// <summary>The session broke; what runs there goes on.</summary>
public sealed class AgentSessionException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The agent at that endpoint belongs to another incarnation.</summary>
public sealed class AgentRefusedException(string message) : Exception(message);
