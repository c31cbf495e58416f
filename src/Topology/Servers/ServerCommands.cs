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

/// <summary>Something that only a person may order.</summary>
public abstract record PersonCommand(PersonOrder Order) : ServerCommand;

/// <summary>A person ends the quarantine.</summary>
public sealed record Release(PersonOrder Order) : PersonCommand(Order);

/// <summary>
/// A person has the server moved: a clean unmount, then another service node. Also the approval that <c>failover: Manual</c> waits for, and
/// the way back.
/// </summary>
/// <param name="Order">Who and why.</param>
/// <param name="ToNode">Service node to go to; null for the best one that is not the present one.</param>
public sealed record Failover(PersonOrder Order, string? ToNode) : PersonCommand(Order)
{
    /// <summary>Service nodes as they are seen at this moment.</summary>
    public ImmutableArray<NodeCandidate> Nodes { get; init; } = [];
}

/// <summary>A person has the machine fenced that holds the claim, whatever the limit of nodes at once says.</summary>
public sealed record FenceByPerson(PersonOrder Order) : PersonCommand(Order);

/// <summary>A person states that the machine that holds the claim is off: the proof that no fence agent could give.</summary>
/// <param name="Order">Who, and what they saw.</param>
/// <param name="Heard">The machine's node is heard at this moment, under the boot that holds the claim.</param>
public sealed record StateOff(PersonOrder Order, bool Heard) : PersonCommand(Order);

/// <summary>The kernel that is to be proved dead is heard again.</summary>
/// <param name="Kernel">What its node reports.</param>
/// <param name="PodRuns">The pod of the last life runs and is not being removed.</param>
public sealed record HearKernel(KernelId Kernel, bool PodRuns) : ServerCommand;

/// <summary>Somebody removes the pod of a life that runs: a drain, or a person.</summary>
public sealed record ReportPodRemoval(long Number) : ServerCommand;

/// <summary>In a declared window, a server that serves away from its preferred node may go back.</summary>
/// <param name="Nodes">Service nodes as they are seen at this moment.</param>
public sealed record ConsiderFailback(ImmutableArray<NodeCandidate> Nodes) : ServerCommand;

/// <summary>The target's annotation as it is seen now.</summary>
/// <param name="Reason">Why nobody may touch it; empty when nobody says so.</param>
public sealed record NoteHandsOff(string Reason) : ServerCommand;

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
