using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Kubernetes.Converters;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Supervisor.Kubernetes;

/// <summary>The servers' resources, for what people write on them.</summary>
/// <param name="api">The cluster.</param>
/// <param name="settings">Which namespace is watched.</param>
/// <param name="limits">Bounds of the watch.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
public sealed class TargetSource(
    KubernetesApi api, KubernetesSettings settings, InformerLimits limits, TimeProvider time, ILogger<TargetSource> logger)
    : IFactSource<TargetFact>
{
    /// <inheritdoc/>
    public IAsyncEnumerable<FactChange<TargetFact>> WatchAsync(CancellationToken cancellationToken)
    {
        var targets = new ApiResource($"apis/{ApiNames.ApiVersion}", "lustretargets", settings.Namespace);
        var informer = new ObjectInformer(api, targets, limits, time, logger);
        return FactSource.ConvertAsync(informer.WatchAsync(cancellationToken), TargetFacts.From, cancellationToken);
    }
}
