using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Kinds of proof that a kernel no longer writes a target (design 5.4).</summary>
public enum ProofKind
{
    /// <summary>An agent in that kernel found the target absent everywhere.</summary>
    Unmounted,

    /// <summary>The same machine runs a later boot.</summary>
    KernelGone,

    /// <summary>A fence agent confirmed that the machine is off.</summary>
    NodeFenced,

    /// <summary>The node fenced itself: a majority of its file system's nodes have let their grants to it lapse.</summary>
    SelfFenced,

    /// <summary>The virtual machine was destroyed, as its host's own virt-handler reports.</summary>
    VmDestroyed,
}

/// <summary>What kinds of proof say.</summary>
public static class ProofKinds
{
    /// <summary>Whether the kernel itself is dead or cut off, and not only the target gone from it.</summary>
    public static bool EndsKernel(this ProofKind kind) => kind != ProofKind.Unmounted;

    /// <summary>Whether everything of the machine, or of the virtual machine, is over with it.</summary>
    public static bool EndsMachine(this ProofKind kind) => kind is ProofKind.NodeFenced or ProofKind.SelfFenced or ProofKind.VmDestroyed;
}

/// <summary>Proof that one kernel no longer writes the target. NotReady, silence or a vanished object are none.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Number">Incarnation whose claim it ends.</param>
/// <param name="Kernel">Kernel that no longer writes.</param>
/// <param name="Evidence">What was seen, by whom.</param>
public sealed record DeathProof(ProofKind Kind, long Number, KernelId Kernel, string Evidence);
