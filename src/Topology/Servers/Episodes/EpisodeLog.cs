using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Servers.Episodes;

/// <summary>The interruptions of one server: a fold over its events beside its state. Nobody decides from it.</summary>
public sealed record EpisodeLog
{
    /// <summary>Interruptions that are remembered whole, for people; what is older is only counted.</summary>
    public const int RecentMax = 64;

    /// <summary>Before the first event.</summary>
    public static EpisodeLog Empty { get; } = new();

    /// <summary>The one that goes on; null when the server serves, or never failed.</summary>
    public Episode? Open { get; init; }

    /// <summary>The last ones that are over, oldest first.</summary>
    public ImmutableArray<Episode> Recent { get; init; } = [];

    /// <summary>All that ever were, as numbers.</summary>
    public EpisodeTotals Totals { get; init; } = EpisodeTotals.None;

    /// <summary>What the server is busy with.</summary>
    internal EpisodePart Part { get; init; }

    /// <summary>Since when it is.</summary>
    internal DateTimeOffset Since { get; init; }

    /// <summary>Node of the newest life; null before the first.</summary>
    internal string? Node { get; init; }

    /// <summary>Kernel of the newest life: the one that its agent named, or until then the one it was planned on.</summary>
    internal KernelId? Kernel { get; init; }

    /// <summary>When the newest life mounted the target; null when it has not.</summary>
    internal DateTimeOffset? MountedAt { get; init; }
}
