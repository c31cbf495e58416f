using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Servers;

/// <summary>What becomes of the actor that watched an incarnation. The target's fate is decided afterwards, and journaled first.</summary>
public enum ChildVerdict
{
    /// <summary>Goes on with its state.</summary>
    Resume,

    /// <summary>Same incarnation, session built anew.</summary>
    Restart,

    /// <summary>The incarnation is over.</summary>
    Stop,

    /// <summary>The supervisor itself is at fault: the entity restarts.</summary>
    Escalate,
}

/// <summary>What <c>Decide</c> makes of a fault that ended an incarnation.</summary>
public enum TargetResponse
{
    /// <summary>Nothing: the server may be well.</summary>
    None,

    /// <summary>Back off, then the next incarnation on the same kernel; a spent budget quarantines.</summary>
    RestartOnSameKernel,

    /// <summary>Unmount cleanly where the kernel answers, else ask for a proof of death; then another node.</summary>
    MoveAfterProof,

    /// <summary>Ask for a proof of death: nothing is assumed stopped.</summary>
    ProveDeath,

    /// <summary>Wait for a person; the target is not touched.</summary>
    Quarantine,

    /// <summary>Wait and try again on the same kernel, without limit.</summary>
    WaitForMgs,
}

/// <summary>One row of the crash policy.</summary>
/// <param name="Fault">What is seen.</param>
/// <param name="Child">What becomes of the watching actor.</param>
/// <param name="Target">What becomes of the target.</param>
/// <param name="Meaning">The row in words.</param>
public sealed record CrashRow(FaultKind Fault, ChildVerdict Child, TargetResponse Target, string Meaning);

/// <summary>Crash handling as data: one table, consulted by the supervision strategy and by <c>Decide</c> (design, section 3).</summary>
public static class CrashPolicy
{
    /// <summary>Session faults within <see cref="SessionWindow"/> that an incarnation survives; one more ends it.</summary>
    public const int SessionRestartsMax = 10;

    /// <summary>Supervisor faults within the window that quarantine the target.</summary>
    public const int SupervisorFaultsMax = 3;

    /// <summary>Window of both limits.</summary>
    public static readonly TimeSpan SessionWindow = TimeSpan.FromMinutes(10);

    /// <summary>Rest before another try while the MGS cannot be reached.</summary>
    public static readonly TimeSpan MgsRetry = TimeSpan.FromSeconds(60);

    /// <summary>The table.</summary>
    public static ImmutableArray<CrashRow> Rows { get; } =
    [
        new(FaultKind.Transient, ChildVerdict.Resume, TargetResponse.None, "API busy, a probe or a call lost: go on"),
        new(FaultKind.Session, ChildVerdict.Restart, TargetResponse.None, "agent session broken: dial again, same incarnation"),
        new(FaultKind.MgsUnreachable, ChildVerdict.Restart, TargetResponse.WaitForMgs, "mount could not register: try again, then every 60 s"),
        new(FaultKind.PodCrashed, ChildVerdict.Stop, TargetResponse.RestartOnSameKernel, "pod or agent died: back off, next incarnation on the same kernel"),
        new(FaultKind.Node, ChildVerdict.Stop, TargetResponse.MoveAfterProof, "node lost or sick: unmount or prove it dead, then another node"),
        new(FaultKind.Target, ChildVerdict.Stop, TargetResponse.Quarantine, "the target itself is wrong: a person must look"),
        new(FaultKind.UnmountHung, ChildVerdict.Stop, TargetResponse.ProveDeath, "unmount hangs: nothing is assumed stopped, fence"),
        new(FaultKind.Supervisor, ChildVerdict.Escalate, TargetResponse.None, "the supervisor is wrong: restart the entity, three times quarantine"),
        new(FaultKind.Unknown, ChildVerdict.Stop, TargetResponse.Quarantine, "nobody knows: target untouched, a person must look"),
    ];

    /// <summary>What a file system may choose instead of the table's answer: nothing that does more than the table does.</summary>
    public static ImmutableArray<TargetResponse> ChoicesFor(FaultKind fault) => fault switch
    {
        FaultKind.PodCrashed => [TargetResponse.RestartOnSameKernel, TargetResponse.Quarantine],
        FaultKind.Node => [TargetResponse.MoveAfterProof, TargetResponse.ProveDeath, TargetResponse.Quarantine],
        FaultKind.MgsUnreachable => [TargetResponse.WaitForMgs, TargetResponse.Quarantine],
        _ => [RowFor(fault).Target],
    };

    /// <summary>What becomes of the target: the file system's own choice where it made one, else the table's.</summary>
    public static TargetResponse ResponseTo(FaultKind fault, HealingSpec healing) =>
        healing.OnFault.FirstOrDefault(o => o.Fault == fault) is { } chosen && ChoicesFor(fault).Contains(chosen.Response)
            ? chosen.Response
            : RowFor(fault).Target;

    /// <summary>The row for a fault; anything without one is treated as unknown.</summary>
    public static CrashRow RowFor(FaultKind fault) =>
        Rows.FirstOrDefault(r => r.Fault == fault) ?? Rows.First(r => r.Fault == FaultKind.Unknown);
}
