using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Servers.Episodes;

/// <summary>How an interruption of a server ended.</summary>
public enum EpisodeOutcome
{
    /// <summary>It has not: the server does not serve.</summary>
    Open,

    /// <summary>A later life serves in the same kernel.</summary>
    Restart,

    /// <summary>A later life serves in another kernel: on another node, or after a reboot of the same one.</summary>
    Failover,

    /// <summary>The life that was given up was heard again and went on: nothing was restarted.</summary>
    Continued,
}

/// <summary>One interruption of a server: from its failure, or the order to move it, until it serves again.</summary>
public sealed record Episode
{
    /// <summary>Time of the failure or of the order.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>Reason of the fault, or which order it was (<see cref="EpisodeCauses"/>).</summary>
    public required string Cause { get; init; }

    /// <summary>What was seen, or what the order said.</summary>
    public required string Message { get; init; }

    /// <summary>Node of the life that ended; null when there was none yet.</summary>
    public string? FromNode { get; init; }

    /// <summary>Kernel of the life that ended; null when it was never known.</summary>
    public KernelId? FromKernel { get; init; }

    /// <summary>Node on which it serves again; null while it does not.</summary>
    public string? ToNode { get; init; }

    /// <summary>Kernel in which it serves again; null while it does not.</summary>
    public KernelId? ToKernel { get; init; }

    /// <summary>Kind of the last proof that a kernel no longer writes the target; null when none was needed.</summary>
    public ProofKind? Proof { get; init; }

    /// <summary>Lives that were planned in it: more than one when the first did not come to serve.</summary>
    public int Lives { get; init; }

    /// <summary>Where its time went.</summary>
    public EpisodeParts Parts { get; init; } = EpisodeParts.None;

    /// <summary>When it served again; null while it does not.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How it ended.</summary>
    public EpisodeOutcome Outcome { get; init; } = EpisodeOutcome.Open;

    /// <summary>How long the death of the old kernel was waited for, the attempt at a clean unmount included.</summary>
    public TimeSpan ProofWait => Parts.Unmount + Parts.Proof;
}
