using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Mounts;

/// <summary>What a row of <see cref="MountErrors"/> asks of the MGS.</summary>
public enum MgsCondition
{
    /// <summary>Nothing.</summary>
    Any,

    /// <summary>It does not answer.</summary>
    Unreachable,

    /// <summary>The target is the MGS itself.</summary>
    IsTarget,
}

/// <summary>One way in which a mount fails.</summary>
/// <param name="Exit">Exit code of mount, which is the errno of the helper.</param>
/// <param name="Text">Text that must be in its error output; empty when any will do.</param>
/// <param name="Mgs">What must be true of the MGS.</param>
/// <param name="Kind">Row of the crash policy.</param>
/// <param name="Reason">Stable code.</param>
/// <param name="Meaning">For people.</param>
public sealed record MountErrorRow(int Exit, string Text, MgsCondition Mgs, FaultKind Kind, string Reason, string Meaning);

/// <summary>
/// The exit codes of <c>mount -t lustre</c> as data (mount_lustre.c and the kernel's errno values). The first row that fits holds.
/// </summary>
public static class MountErrors
{
    private const int ShownMax = 400;

    /// <summary>The table, in the order in which it is searched.</summary>
    public static ImmutableArray<MountErrorRow> Table { get; } =
    [
        new(1, "", MgsCondition.Any, FaultKind.Unknown, "NotPermitted", "the agent may not mount: its container needs to be privileged"),
        new(2, "MGS specification", MgsCondition.Any, FaultKind.Target, "UnknownToMgs", "the MGS does not know this file system"),
        new(5, "", MgsCondition.Unreachable, FaultKind.MgsUnreachable, "MgsSilent", "registration failed: the MGS does not answer"),
        new(5, "", MgsCondition.Any, FaultKind.Target, "IoError", "I/O error on the target's device"),
        new(6, "", MgsCondition.Any, FaultKind.Target, "BadConfiguration", "the target's service failed to start: bad configuration log"),
        new(15, "", MgsCondition.Any, FaultKind.Node, "NotABlockDevice", "the device path is no block device on this node"),
        new(16, "", MgsCondition.Any, FaultKind.Target, "ActiveElsewhere",
            "multi-mount protection: the device is in use, here or on another node"),
        new(17, "", MgsCondition.Any, FaultKind.Node, "AlreadyMounted", "this kernel has the device mounted already"),
        new(19, "has not been formatted", MgsCondition.Any, FaultKind.Target, "NotLustre", "the device holds no Lustre target"),
        new(19, "", MgsCondition.Any, FaultKind.Node, "ModulesMissing", "Lustre's modules are not loaded on this node"),
        new(22, "", MgsCondition.Any, FaultKind.Target, "MountInvalid",
            "bad options, no index, or another version; the kernel log names no other kernel that writes the device"),
        new(28, "", MgsCondition.Any, FaultKind.Target, "NoSpace", "the target has no space left to start with"),
        new(30, "", MgsCondition.Any, FaultKind.Target, "ReadOnlyDevice", "the device is read-only"),
        new(32, "unknown filesystem type", MgsCondition.Any, FaultKind.Unknown, "HelperMissing", "the image has no mount.lustre"),
        new(98, "", MgsCondition.Any, FaultKind.Target, "IndexInUse",
            "the MGS has this index registered: after a first registration that half failed, repair is by tunefs.lustre --replace"),
        new(107, "", MgsCondition.IsTarget, FaultKind.Unknown, "MountFailed", "the MGS itself failed to start"),
        new(107, "", MgsCondition.Any, FaultKind.MgsUnreachable, "MgsNotConnected", "no connection to the MGS"),
        new(108, "", MgsCondition.IsTarget, FaultKind.Unknown, "MountFailed", "the MGS itself failed to start"),
        new(108, "", MgsCondition.Any, FaultKind.MgsUnreachable, "MgsShutDown", "the MGS is shutting down"),
        new(110, "", MgsCondition.IsTarget, FaultKind.Target, "ActiveElsewhere",
            "multi-mount protection timed out: the device may be in use"),
        new(110, "", MgsCondition.Any, FaultKind.MgsUnreachable, "MgsTimedOut", "the MGS did not answer in time"),
        new(114, "", MgsCondition.Any, FaultKind.Node, "AlreadyRunning",
            "a target of this name runs in this kernel already; for an MGS it may be another file system's"),
    ];

    /// <summary>EIO: the one exit that means either the MGS or the device.</summary>
    public const int AmbiguousExit = 5;

    /// <summary>
    /// True for a target whose mount fails unless it registers with the MGS (tgt_mount.c, <c>server_register_target</c>); any other
    /// starts from its own copy of the configuration.
    /// </summary>
    public static bool MustRegister(TargetFlags flags) =>
        (flags & (TargetFlags.FirstTime | TargetFlags.Update | TargetFlags.WriteConf)) != 0;

    /// <summary>Names the fault of a mount that failed.</summary>
    /// <param name="exit">Exit code, not 0.</param>
    /// <param name="stderr">Its error output.</param>
    /// <param name="mgsReachable">Whether the MGS answers; null when the target is the MGS itself.</param>
    /// <param name="refusal">What the kernel's log says of multi-mount protection; null when it says nothing.</param>
    public static Fault Classify(int exit, string stderr, bool? mgsReachable, MmpRefusal? refusal = null)
    {
        if (refusal is not null && MmpLogRule.AsksLog(exit))
            return new Fault(FaultKind.Target, "ActiveElsewhere",
                $"mount: exit {exit}: another kernel writes the device{(refusal.Node.Length > 0 ? $", node {refusal.Node}" : "")}: {refusal.Line}");
        var row = Table.FirstOrDefault(r =>
            r.Exit == exit && stderr.Contains(r.Text, StringComparison.Ordinal) && Fits(r.Mgs, mgsReachable));
        var said = stderr.Trim().ReplaceLineEndings("; ");
        if (said.Length > ShownMax)
            said = said[..ShownMax] + "…";
        return row is null
            ? new Fault(FaultKind.Unknown, "MountFailed", $"mount: exit {exit}, which no rule knows: {said}")
            : new Fault(row.Kind, row.Reason, $"mount: exit {exit}: {row.Meaning}: {said}");
    }

    private static bool Fits(MgsCondition condition, bool? mgsReachable) => condition switch
    {
        MgsCondition.Unreachable => mgsReachable == false,
        MgsCondition.IsTarget => mgsReachable is null,
        _ => true,
    };
}
