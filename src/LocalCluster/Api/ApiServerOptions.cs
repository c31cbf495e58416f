using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.LocalCluster.Api;

/// <summary>How an <see cref="ApiServer"/> is to run.</summary>
public sealed record ApiServerOptions
{
    /// <summary>The cluster's state directory. The server owns <c>api/</c> in it and writes <c>kubeconfig</c>.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>
    /// TCP port on 127.0.0.1; 0 takes that of the last run if it is free, so that clients of an earlier kubeconfig find the server again,
    /// else any free one.
    /// </summary>
    public int Port { get; init; }

    /// <summary>Called once with the bound port, when the server answers and the kubeconfig is written.</summary>
    public Action<int>? OnReady { get; init; }

    /// <summary>Where the server logs; nowhere by default.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock for timestamps, watch timeouts and expiry.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Pages of the object database before the disk counts as full; null for as many as the disk has.</summary>
    internal int? StorePagesMax { get; init; }

    /// <summary>Changes kept for each kind for watches to resume from.</summary>
    internal int HistoryLimit { get; init; } = WatchHistory.LimitDefault;

    /// <summary>Changes a slow watcher may lag behind before it is cut off.</summary>
    internal int WatchQueueLimit { get; init; } = Subscription.QueueLimitDefault;

    /// <summary>How long the control plane waits before it acts.</summary>
    public ControllerTimes Times { get; init; } = ControllerTimes.Real;

    /// <summary>Between two bookmarks of a watch.</summary>
    internal TimeSpan BookmarkInterval { get; init; } = WatchEndpoint.BookmarkIntervalDefault;
}
