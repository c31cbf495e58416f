using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Kernels;

/// <summary>One boot of one node, as Lustre sees it. All of it is lost when the kernel dies; what survives is on the devices.</summary>
/// <param name="NodeName">The kernel's node name, as MMP writes it.</param>
/// <param name="SystemUuid">Identity of the machine.</param>
/// <param name="BootId">Identity of the boot.</param>
/// <param name="Nids">The node's NIDs, without the loopback one.</param>
public sealed record KernelState(string NodeName, string SystemUuid, string BootId, ImmutableArray<string> Nids)
{
    /// <summary>Version that the modules report.</summary>
    public const string LustreVersion = "2.17.0";

    /// <summary>Factor for Lustre's own delays: 1 in life, less where a demonstration must not take minutes.</summary>
    public double DelayFactor { get; init; } = 1;

    /// <summary>Lustre's modules.</summary>
    public ModuleState Modules { get; init; } = ModuleState.Available;

    /// <summary>Targets by service name, from the moment a mount has claimed the name until the unmount is over.</summary>
    public ImmutableSortedDictionary<string, TargetMount> Targets { get; init; } =
        ImmutableSortedDictionary.Create<string, TargetMount>(StringComparer.Ordinal);

    /// <summary>True once an assertion of Lustre failed: the node needs a reboot.</summary>
    public bool Lbug { get; init; }

    /// <summary>Targets whose mount is complete and whose unmount has not begun.</summary>
    public IEnumerable<TargetMount> Up => Targets.Values.Where(t => t.Phase == MountPhase.Up);

    /// <summary>The MGS that runs in this kernel; null when there is none. A kernel runs one at most.</summary>
    public TargetMount? Mgs => Targets.Values.FirstOrDefault(t => t.Data.IsMgs && t.MgsStarted);

    /// <summary>Mount table as a process of one pod sees it: targets are mounted in the pod's own mount namespace.</summary>
    /// <param name="podUid">The pod; empty for the node's own namespace.</param>
    public IEnumerable<TargetMount> MountTable(string podUid) =>
        Up.Where(t => t.PodUid == podUid);

    /// <summary>One of Lustre's own delays as this kernel waits it.</summary>
    public TimeSpan Scaled(TimeSpan delay) => delay * DelayFactor;

    /// <summary>This kernel with one target's entry replaced.</summary>
    public KernelState With(TargetMount target) => this with { Targets = Targets.SetItem(target.Service, target) };

    /// <summary>This kernel without one target's entry.</summary>
    public KernelState Without(string service) => this with { Targets = Targets.Remove(service) };
}
