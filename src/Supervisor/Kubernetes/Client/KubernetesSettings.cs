namespace LustreSupervisor.Supervisor.Kubernetes.Client;

/// <summary>Which cluster, and how patiently it is talked to.</summary>
public sealed record KubernetesSettings
{
    /// <summary>Path of a kubeconfig; null for the pod's own service account, or the default kubeconfig outside a cluster.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Namespace that is watched; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Deadline of one request. API servers end requests themselves after 60 s; a healthy one answers in milliseconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Deadline of one page of a list, and of a watch's response headers.</summary>
    public TimeSpan ListTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence of a connection after which HTTP/2 pings it, so that a dead API server is noticed between events.</summary>
    public TimeSpan KeepAliveDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time that such a ping may take before the connection counts as dead.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
