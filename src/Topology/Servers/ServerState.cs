using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Servers;

/// <summary>State of one server: a fold over its events, nothing else.</summary>
public sealed record ServerState
{
    /// <summary>State before the first event.</summary>
    public static ServerState Initial { get; } = new();

    /// <summary>The plan's entry; null until declared.</summary>
    public ServerSpec? Spec { get; init; }

    /// <summary>Where the server is in its life.</summary>
    public ServerPhase Phase { get; init; } = ServerPhase.Unknown;

    /// <summary>Since when the phase holds.</summary>
    public DateTimeOffset PhaseSince { get; init; }

    /// <summary>Current incarnation, or the last one.</summary>
    public Incarnation? Current { get; init; }

    /// <summary>Highest incarnation number ever planned.</summary>
    public long LastNumber { get; init; }

    /// <summary>The kernel that may write the target now; null when none may.</summary>
    public KernelClaim? Claim { get; init; }

    /// <summary>The proof that ended the last claim, until a kernel has the target mounted again; null when there is none.</summary>
    public DeathProof? Unspent { get; init; }

    /// <summary>The pod of a dead incarnation that is still to be removed; null when none is known.</summary>
    public LeftoverPod? Leftover { get; init; }

    /// <summary>File-system UUID read back after the format; empty before it.</summary>
    public string DeviceUuid { get; init; } = "";

    /// <summary>A format was ordered and has not been answered.</summary>
    public bool FormatPending { get; init; }

    /// <summary>The target served once: it is registered with its MGS.</summary>
    public bool EverServed { get; init; }

    /// <summary>Since when it serves; null when it does not.</summary>
    public DateTimeOffset? ServingSince { get; init; }

    /// <summary>When the next incarnation may be planned.</summary>
    public DateTimeOffset RetryAt { get; init; }

    /// <summary>Failures in a row without a long enough time of serving: the exponent of the back-off.</summary>
    public int BackoffStep { get; init; }

    /// <summary>Times of the failures that count against the restart budget, oldest first.</summary>
    public ImmutableArray<DateTimeOffset> Failures { get; init; } = [];

    /// <summary>Why nobody may touch the target, by annotation of its <c>LustreTarget</c>; empty when nobody said so.</summary>
    public string HandsOff { get; init; } = "";

    /// <summary>Node that the last failure blamed: avoided by the next placement.</summary>
    public string? AvoidNode { get; init; }

    /// <summary>Where the next life is to be, until it is planned; null when nobody ordered anything.</summary>
    public MoveOrder? Move { get; init; }

    /// <summary>The proof is awaited only because the kernel is not heard.</summary>
    public bool AwaitsSilent { get; init; }

    /// <summary>Newest refusal of a person's order: one that is repeated in a loop is not journaled again.</summary>
    public Refusal? LastRefusal { get; init; }

    /// <summary>Person who had the machine fenced that holds the claim; null when nobody did.</summary>
    public string? FenceOrderedBy { get; init; }

    /// <summary>A person's statement that the machine that holds the claim is off; null without one.</summary>
    public StatedOff? StatedOff { get; init; }

    /// <summary>The fault that ended the last life or quarantined the server; null before the first.</summary>
    public Fault? LastFault { get; init; }

    /// <summary>Nodes whose kernel hit an assertion (LBUG) with this target: two of them make the target the suspect.</summary>
    public ImmutableArray<string> LbugNodes { get; init; } = [];

    /// <summary>Times at which the supervisor itself failed here, oldest first.</summary>
    public ImmutableArray<DateTimeOffset> SupervisorFaults { get; init; } = [];

    /// <summary>The declared target.</summary>
    /// <exception cref="InvalidOperationException">Asked before the server was declared.</exception>
    public ServerSpec Declared => Spec ?? throw new InvalidOperationException("The server is not declared.");
}
