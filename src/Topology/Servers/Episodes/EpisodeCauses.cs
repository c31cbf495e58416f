using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Servers.Episodes;

/// <summary>Why interruptions begin, as a bounded set of words: a reason that an agent makes up must not become a new time series.</summary>
public static class EpisodeCauses
{
    /// <summary>A person ordered the move.</summary>
    public const string Ordered = "Ordered";

    /// <summary>The server went back to its preferred node in a declared window.</summary>
    public const string Failback = "Failback";

    /// <summary>Somebody removed its pod, as a drain of the node does.</summary>
    public const string PodRemoved = "PodRemoved";

    /// <summary>Every reason that is not in the set.</summary>
    public const string Other = "Other";

    private static readonly ImmutableHashSet<string> Known =
    [
        Ordered, Failback, PodRemoved,
        FaultReasons.NodeLost, FaultReasons.NodeGone, FaultReasons.FencedByPerson, FaultReasons.NodeRebooted, FaultReasons.KernelDiffers,
        FaultReasons.Lbug, FaultReasons.BudgetSpent, FaultReasons.FormatUnanswered, FaultReasons.DeviceDiffers, FaultReasons.KernelProvedDead,
        FaultReasons.SupervisorFaults,
        "ActiveElsewhere", "ContainerEnded", "DeviceHeld", "DevicePathGone", "DevicePathMoved", "ExportHung", "ForeignTarget", "FormatFailed",
        "FormatHung", "ImportHung", "LnetFailed", "LnetMismatch", "MgsSilent", "MountFailed", "MountHung", "NeverStarted", "PodRefused", "PodVanished",
        "PoolSuspended", "PredecessorAlive", "ProbeFailed", "ReservationFailed", "SessionBroken", "SessionBudgetSpent", "UnmountHung", "WrongNode",
    ];

    /// <summary>The reason itself when it is a known one, else <see cref="Other"/>.</summary>
    public static string Label(string cause) => Known.Contains(cause) ? cause : Other;
}
