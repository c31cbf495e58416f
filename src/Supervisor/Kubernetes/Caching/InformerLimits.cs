namespace LustreSupervisor.Supervisor.Kubernetes.Caching;

/// <summary>Bounds of a list-and-watch loop.</summary>
public sealed record InformerLimits
{
    /// <summary>
    /// Longest silence on a watch. API servers send a bookmark about once a minute; half as long again without a word means that the
    /// stream is dead whatever TCP says.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Life that is asked for a watch; the server then ends it and it is opened anew, which moves it off a server that is going away.</summary>
    public TimeSpan WatchLife { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>First pause after a failure.</summary>
    public TimeSpan RetryMin { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest pause after failures: also the time by which a returned API server may be noticed late.</summary>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Changes that may wait for a slow consumer before the watch itself waits.</summary>
    public int QueueMax { get; init; } = 1024;

    /// <summary>Largest event, in bytes: objects are limited to 1.5 MiB by etcd, 3 MiB by requests.</summary>
    public int EventBytesMax { get; init; } = 8 * 1024 * 1024;
}
