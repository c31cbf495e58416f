using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Everything a server can be told or shown.</summary>
public abstract record ServerCommand;

/// <summary>The file system's plan: this server is to exist, and may start or must wait for its turn. Repeated until acknowledged.</summary>
public sealed record DeclareServer(ServerSpec Spec, bool MayStart) : ServerCommand;

/// <summary>Plan the next life now, if it is time and a node is fit.</summary>
/// <param name="Nodes">Service nodes as they are seen at this moment.</param>
public sealed record Proceed(ImmutableArray<NodeCandidate> Nodes) : ServerCommand;

/// <summary>The pod of a life exists.</summary>
public sealed record ReportPod(long Number, string PodUid) : ServerCommand;

/// <summary>The agent of a life said who and where it is.</summary>
public sealed record ReportKernel(long Number, KernelId Kernel, string PodUid) : ServerCommand;

/// <summary>A format ended well.</summary>
public sealed record ReportFormatted(long Number, string DeviceUuid) : ServerCommand;

/// <summary>A mount ended well.</summary>
public sealed record ReportMounted(long Number, string DeviceUuid) : ServerCommand;

/// <summary>An unmount ended; absent means that the agent checked every place where the target could still live.</summary>
public sealed record ReportUnmounted(long Number, bool AbsentEverywhere, string Evidence) : ServerCommand;

/// <summary>The recovery status of a mounted target, as the kernel names it.</summary>
public sealed record ReportRecovery(long Number, string Recovery) : ServerCommand;

/// <summary>A life ended with a fault.</summary>
public sealed record FailIncarnation(long Number, Fault Fault, string? PodUid) : ServerCommand;

/// <summary>A kernel was proved dead.</summary>
public sealed record AcceptProof(DeathProof Proof) : ServerCommand;

/// <summary>A person ends the quarantine.</summary>
public sealed record Release(string By, string Statement) : ServerCommand
{
    /// <summary>Longest name or statement, in characters: it is kept in the journal for ever.</summary>
    public const int TextMax = 500;

    /// <summary>What is wrong with the person's words; null when they may stand in the journal.</summary>
    public string? Complaint() =>
        string.IsNullOrWhiteSpace(By) ? "Who releases it must be said: the journal keeps the name."
        : string.IsNullOrWhiteSpace(Statement) ? "What was found and mended must be said: the journal keeps the statement."
        : By.Length > TextMax || Statement.Length > TextMax ? $"Name and statement may have {TextMax} characters each."
        : null;
}

/// <summary>The entity recovered on a member.</summary>
public sealed record Resume : ServerCommand;

/// <summary>The entity was restarted because the supervisor itself failed.</summary>
public sealed record BlameSupervisor(string Reason) : ServerCommand;

/// <summary>A service node as it is seen at the moment of a decision.</summary>
/// <param name="Name">Node name.</param>
/// <param name="Kernel">Kernel that it reports.</param>
/// <param name="Heard">Its heartbeat was heard lately. False proves nothing about its kernel.</param>
/// <param name="Ready">Its Ready condition: whether it can start pods.</param>
/// <param name="Schedulable">Not cordoned.</param>
/// <param name="ReachesDevice">Its report lists the target's device.</param>
/// <param name="ServersOnIt">Servers of any file system on it.</param>
/// <param name="SameGroupOnIt">Servers of the same file system and kind on it, this one not counted.</param>
/// <param name="HasOtherMgs">Another MGS runs on it.</param>
public sealed record NodeCandidate(
    string Name,
    KernelId Kernel,
    bool Heard,
    bool Ready,
    bool Schedulable,
    bool ReachesDevice,
    int ServersOnIt,
    int SameGroupOnIt,
    bool HasOtherMgs);
