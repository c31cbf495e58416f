using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Kubernetes.Converters;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Supervisor.Kubernetes;

/// <summary>The declared file systems.</summary>
/// <param name="api">The cluster.</param>
/// <param name="settings">Which namespace is watched.</param>
/// <param name="limits">Bounds of the watch.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
public sealed class FilesystemSource(
    KubernetesApi api, KubernetesSettings settings, InformerLimits limits, TimeProvider time, ILogger<FilesystemSource> logger)
    : IFactSource<FilesystemFact>
{
    /// <inheritdoc/>
    public IAsyncEnumerable<FactChange<FilesystemFact>> WatchAsync(CancellationToken cancellationToken)
    {
        var filesystems = new ApiResource($"apis/{ApiNames.ApiVersion}", "lustrefilesystems", settings.Namespace);
        var informer = new ObjectInformer(api, filesystems, limits, time, logger);
        return FactSource.ConvertAsync(informer.WatchAsync(cancellationToken), FilesystemFacts.From, cancellationToken);
    }
}
