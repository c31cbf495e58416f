using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>The node's view of its pods: lists, watches, and lists again whenever the watch ends, for whatever reason (410 Gone included).</summary>
/// <param name="client">The cluster.</param>
/// <param name="time">Clock.</param>
/// <param name="log">The node's log.</param>
internal sealed class PodWatch(IKubernetes client, TimeProvider time, ILogger log)
{
    /// <summary>Pause before a new list, so that a refusing server is not hammered.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A watch is renewed after this, so that a silent connection cannot hide changes for ever.</summary>
    private const int WatchSeconds = 300;

    /// <summary>Yields complete lists and single changes until cancelled.</summary>
    /// <param name="node">Node name.</param>
    /// <param name="present">Called with all pods of the node.</param>
    /// <param name="changed">Called with a pod that is new or changed, or gone (second argument true).</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(string node, Action<IList<V1Pod>> present, Action<V1Pod, bool> changed, CancellationToken cancellationToken)
    {
        var mine = $"spec.nodeName={node}";
        while (true)
        {
            try
            {
                var list = await client.CoreV1.ListPodForAllNamespacesAsync(fieldSelector: mine, cancellationToken: cancellationToken);
                present(list.Items);
                var changes = client.CoreV1.WatchListPodForAllNamespacesAsync(
                    fieldSelector: mine,
                    resourceVersion: list.ResourceVersion(),
                    timeoutSeconds: WatchSeconds,
                    cancellationToken: cancellationToken);
                await foreach (var (type, pod) in changes)
                {
                    if (type is WatchEventType.Added or WatchEventType.Modified or WatchEventType.Deleted)
                        changed(pod, type == WatchEventType.Deleted);
                    else if (type == WatchEventType.Error)
                        break;
                }
            }
            catch (Exception error) when (
                !cancellationToken.IsCancellationRequested && (ApiRetry.IsTransient(error) || error is KubernetesException or HttpOperationException))
            {
                NodeLog.TriedAgain(log, "watching pods", error.Message);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
