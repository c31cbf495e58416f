using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Decisions;

/// <summary>The safety rules by name (design, section 5). Decisions ask for them here; production runs with <see cref="Rules.All"/>.</summary>
public enum Rule
{
    /// <summary>A next incarnation on another kernel is planned only after a journaled proof that the last one is dead.</summary>
    ProofBeforeOtherKernel,

    /// <summary>A proof names one incarnation and one kernel and ends that claim only.</summary>
    ProofIsSpentOnce,

    /// <summary>What a server reports counts only under its current incarnation.</summary>
    CurrentIncarnationOnly,

    /// <summary>A target is formatted once per ledger entry.</summary>
    FormatOnce,

    /// <summary>A format that was asked for and not answered quarantines, unless its kernel is proved dead.</summary>
    UnansweredFormatQuarantines,

    /// <summary>An unmount that hangs proves nothing.</summary>
    HungUnmountProvesNothing,

    /// <summary>An object is force-deleted only after a proof of death.</summary>
    RemoveOnlyAfterProof,

    /// <summary>Servers start only on nodes declared for them.</summary>
    DeclaredNodesOnly,

    /// <summary>A kernel runs at most one management server; a second mount would fail (tgt_mount.c server_start_mgs).</summary>
    OneMgsPerKernel,

    /// <summary>An index is given to one device for ever.</summary>
    IndexForEver,

    /// <summary>A kernel counts as gone only when its own machine reports a boot that came later.</summary>
    LaterBootOnly,

    /// <summary>No more machines are fenced at once than the file system allows.</summary>
    FenceLimit,

    /// <summary>What a supervisor would not do by itself needs a person who types the target's name.</summary>
    TypedConfirmation,

    /// <summary>An order that was thought out for another life of the server is refused.</summary>
    CurrentFencingNumber,

    /// <summary>Nobody's word proves a machine off that is heard.</summary>
    StatementFitsFacts,

    /// <summary>A machine is fenced only with a permit of every file system that has servers on it.</summary>
    PermitFromEveryNeighbour,

    /// <summary>A fence is carried out only as long as somebody asks for it.</summary>
    FenceNeedsLivePermit,

    /// <summary>A server whose agent reports it well is not given up because its node is silent.</summary>
    HealthyIsNotStopped,

    /// <summary>A paused file system is watched and not touched.</summary>
    PausedIsHandsOff,

    /// <summary>An agent touches a device only after it took the target's Lease as the expected successor.</summary>
    LeaseBySuccession,

    /// <summary>An agent obeys orders for its own incarnation only.</summary>
    OrdersOfOwnLife,

    /// <summary>An agent that unmounted its target, or lost its mount, never mounts again.</summary>
    LifeEndsOnce,

    /// <summary>A device is formatted only if everything that was read of it is blank.</summary>
    BlankBeforeFormat,

    /// <summary>A device is mounted only if it holds the very target that was ordered.</summary>
    SameTargetBeforeMount,

    /// <summary>A device is mounted only if it has multi-mount protection and nobody writes it.</summary>
    MmpBeforeMount,

    /// <summary>An unmount counts only when the target is absent from every table and its device is unheld.</summary>
    AbsenceIsSeen,
}

/// <summary>The rules in force.</summary>
/// <param name="Active">Names of the rules that hold.</param>
public sealed record Rules(ImmutableHashSet<Rule> Active)
{
    /// <summary>Every rule: what production runs with.</summary>
    public static Rules All { get; } = new([.. Enum.GetValues<Rule>()]);

    /// <summary>True when the rule is in force.</summary>
    public bool Holds(Rule rule) => Active.Contains(rule);
}
