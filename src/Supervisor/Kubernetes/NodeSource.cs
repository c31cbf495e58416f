using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Supervisor.Kubernetes;

/// <summary>The nodes, each one fact merged from its Node, its heartbeat Lease and its <c>LustreNode</c>; the key is the node's name.</summary>
/// <param name="api">The cluster.</param>
/// <param name="limits">Bounds of the watches.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
public sealed class NodeSource(KubernetesApi api, InformerLimits limits, TimeProvider time, ILogger<NodeSource> logger)
    : IFactSource<NodeFact>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<FactChange<NodeFact>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = Channel.CreateBounded<(NodePart Part, ObjectChange Change)>(limits.QueueMax);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pumps = Task.WhenAll(
            PumpAsync(NodePart.Node, new ApiResource("api/v1", "nodes"), changes.Writer, stop.Token),
            PumpAsync(
                NodePart.Lease,
                new ApiResource("apis/coordination.k8s.io/v1", "leases", ApiNames.NodeLeaseNamespace),
                changes.Writer,
                stop.Token),
            PumpAsync(NodePart.Report, new ApiResource($"apis/{ApiNames.ApiVersion}", "lustrenodes"), changes.Writer, stop.Token));
        try
        {
            var merge = new NodeMerge(logger);
            await foreach (var (part, change) in changes.Reader.ReadAllAsync(cancellationToken))
                foreach (var fact in merge.Apply(part, change))
                    yield return fact;
        }
        finally
        {
            await stop.CancelAsync();
            await pumps.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PumpAsync(
        NodePart part, ApiResource resource, ChannelWriter<(NodePart Part, ObjectChange Change)> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in new ObjectInformer(api, resource, limits, time, logger).WatchAsync(cancellationToken))
                await writer.WriteAsync((part, change), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            writer.TryComplete(e);
        }
    }
}
