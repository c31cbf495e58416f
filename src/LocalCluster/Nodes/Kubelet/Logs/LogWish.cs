namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Logs;

/// <summary>What a reader wants of a log (PodLogOptions of <c>core/v1</c>).</summary>
internal sealed record LogWish
{
    /// <summary>Go on until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>The run before the present one.</summary>
    public bool Previous { get; init; }

    /// <summary>Each line begins with its time.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only so many lines from the end.</summary>
    public long? TailLines { get; init; }

    /// <summary>Nothing older.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>No more bytes than these.</summary>
    public long? LimitBytes { get; init; }
}
