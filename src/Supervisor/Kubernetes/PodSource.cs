using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Kubernetes.Converters;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Supervisor.Kubernetes;

/// <summary>The pods of servers, those with our managed-by label.</summary>
/// <param name="api">The cluster.</param>
/// <param name="settings">Which namespace is watched.</param>
/// <param name="limits">Bounds of the watch.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
public sealed class PodSource(
    KubernetesApi api, KubernetesSettings settings, InformerLimits limits, TimeProvider time, ILogger<PodSource> logger)
    : IFactSource<PodFact>
{
    /// <inheritdoc/>
    public IAsyncEnumerable<FactChange<PodFact>> WatchAsync(CancellationToken cancellationToken)
    {
        var pods = new ApiResource("api/v1", "pods", settings.Namespace, $"{ApiNames.ManagedByLabel}={ApiNames.Manager}");
        var informer = new ObjectInformer(api, pods, limits, time, logger);
        return FactSource.ConvertAsync(informer.WatchAsync(cancellationToken), PodFacts.From, cancellationToken);
    }
}
