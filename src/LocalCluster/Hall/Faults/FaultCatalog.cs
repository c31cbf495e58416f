using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>The table of all faults: the command line, its help and the injector are made from it.</summary>
public static class FaultCatalog
{
    /// <summary>Longest time that a fault may be told to last: a day is longer than any experiment.</summary>
    public const double SecondsMax = 24 * 60 * 60;

    /// <summary>An MGS that is away for half a minute has outlived every retry of a registration.</summary>
    private const double MgsSeconds = 30;

    /// <summary>As slow as a mount that waits for multi-mount protection once more.</summary>
    private const double MountSeconds = 30;

    /// <summary>Every kind, in the order in which they are listed.</summary>
    public static IReadOnlyList<FaultDescription> All { get; } =
    [
        new(FaultKind.KillServer, "kill-server", FaultSubject.Target, FaultHealing.AtOnce, null, "Kill the server's process (SIGKILL)."),
        new(FaultKind.KillNode, "kill-node", FaultSubject.Node, FaultHealing.AtOnce, null, "Kill the node: kubelet, kernel and everything on it. Its power stays on."),
        new(FaultKind.FreezeNode, "freeze-node", FaultSubject.Node, FaultHealing.Clear, 0, "Stop every process of the node (SIGSTOP)."),
        new(FaultKind.ThawNode, "thaw-node", FaultSubject.Node, FaultHealing.AtOnce, null, "Let a frozen node go on (SIGCONT)."),
        new(FaultKind.SlowMount, "slow-mount", FaultSubject.Target, FaultHealing.Clear, MountSeconds, "Mounts of the target take --seconds longer, on every node."),
        new(FaultKind.HungUmount, "hung-umount", FaultSubject.Target, FaultHealing.Clear, 0, "Unmounts of the target do not end on the node where it runs."),
        new(FaultKind.MgsDown, "mgs-down", FaultSubject.Mgs, FaultHealing.Clear, MgsSeconds, "Kill the management server; none answers for --seconds."),
        new(FaultKind.DeviceError, "device-error", FaultSubject.Target, FaultHealing.Clear, 0, "Every read and write of the target's device fails, on every node."),
        new(FaultKind.Lbug, "lbug", FaultSubject.Node, FaultHealing.Power, null, "An assertion of Lustre fails in the node's kernel."),
        new(FaultKind.DuplicateIndex, "duplicate-index", FaultSubject.NewTarget, FaultHealing.Never, null, "The MGS holds the index of a target that is yet to come for taken."),
        new(FaultKind.HalfFormat, "half-format", FaultSubject.NewTarget, FaultHealing.Never, null, "The free device that comes next bears a format that was cut off."),
        new(FaultKind.LostNetwork, "lost-network", FaultSubject.Node, FaultHealing.Clear, 0, "The node and --peer (a node, or a client's NID) do not hear each other over LNet."),
        new(FaultKind.KillSupervisor, "kill-supervisor", FaultSubject.None, FaultHealing.AtOnce, null, "Kill the supervisor; 'local start supervisor' brings it back."),
    ];

    /// <summary>Finds a kind by its name.</summary>
    /// <param name="name">Such as <c>kill-server</c>.</param>
    /// <exception cref="StateException">There is no such kind.</exception>
    public static FaultDescription Find(string name) => All.FirstOrDefault(fault => fault.Name == name)
        ?? throw new StateException($"There is no fault '{name}'; there are {string.Join(", ", All.Select(fault => fault.Name))}.");

    /// <summary>Describes a kind.</summary>
    /// <param name="kind">The kind.</param>
    public static FaultDescription Of(FaultKind kind) => All.Single(fault => fault.Kind == kind);
}
