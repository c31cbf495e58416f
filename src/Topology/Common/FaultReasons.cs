using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Common;

/// <summary>Reason codes that decisions depend on. Other reasons are free text for people.</summary>
public static class FaultReasons
{
    /// <summary>The node was silent for longer than <c>spec.healing.nodeLostAfterSeconds</c>.</summary>
    public const string NodeLost = "NodeLost";

    /// <summary>The node's object was deleted, and its agent is silent.</summary>
    public const string NodeGone = "NodeGone";

    /// <summary>A person annotated the target's Lease: its agent touches nothing. Tried again until it is lifted.</summary>
    public const string HandsOff = "HandsOff";

    /// <summary>A person has the machine fenced.</summary>
    public const string FencedByPerson = "FencedByPerson";

    /// <summary>The node reports another boot than the one that held the target.</summary>
    public const string NodeRebooted = "NodeRebooted";

    /// <summary>The agent answered from another kernel than the one that holds the claim.</summary>
    public const string KernelDiffers = "KernelDiffers";

    /// <summary>The kernel hit an assertion; it must be rebooted or fenced (obd_sysfs.c: health_check prints LBUG).</summary>
    public const string Lbug = "LBUG";

    /// <summary>The restart budget of the window is spent.</summary>
    public const string BudgetSpent = "RestartBudgetSpent";

    /// <summary>A format was asked for and never answered.</summary>
    public const string FormatUnanswered = "FormatUnanswered";

    /// <summary>The device's file-system UUID is not the one that was formatted.</summary>
    public const string DeviceDiffers = "DeviceDiffers";

    /// <summary>The kernel that served was proved dead.</summary>
    public const string KernelProvedDead = "KernelProvedDead";

    /// <summary>A person must look: the supervisor itself failed again and again here.</summary>
    public const string SupervisorFaults = "SupervisorFaults";

    /// <summary>Faults of silence: the kernel may be well, and nobody hears it.</summary>
    public static readonly ImmutableHashSet<string> Silence = [NodeLost, NodeGone];

    /// <summary>Faults after which the kernel cannot be asked to unmount: proof comes from outside.</summary>
    public static readonly ImmutableHashSet<string> KernelCannotAnswer = [NodeLost, NodeGone, FencedByPerson, NodeRebooted, KernelDiffers, Lbug, KernelProvedDead];
}
