using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Registration;

/// <summary>The node's heartbeat: a Lease that it renews, as the kubelet does.</summary>
/// <param name="client">The cluster.</param>
/// <param name="retry">Repeats calls.</param>
/// <param name="time">Clock.</param>
internal sealed class NodeHeartbeat(IKubernetes client, ApiRetry retry, TimeProvider time)
{
    /// <summary>Namespace of node Leases (well known).</summary>
    public const string Namespace = "kube-node-lease";

    /// <summary>One renewal a second: a laptop's node counts as lost after a few seconds of silence (a real kubelet takes 10 s).</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>What the Lease says of itself; readers here only look at whether it changes.</summary>
    private const int LeaseSeconds = 5;

    /// <summary>Renews until cancelled.</summary>
    /// <param name="node">Node name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(string node, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await retry.RunAsync("the heartbeat", token => RenewAsync(node, token), cancellationToken, IsNotThereYet);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>The namespace may be made a moment later than the node, and a conflict is settled by the next try.</summary>
    private static bool IsNotThereYet(HttpStatusCode status) => status is HttpStatusCode.NotFound or HttpStatusCode.Conflict;

    private async Task RenewAsync(string node, CancellationToken cancellationToken)
    {
        var patch = MergePatch.Of(new { spec = Spec(node) });
        try
        {
            await client.CoordinationV1.PatchNamespacedLeaseAsync(patch, node, Namespace, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            var lease = new V1Lease
            {
                ApiVersion = "coordination.k8s.io/v1",
                Kind = "Lease",
                Metadata = new V1ObjectMeta { Name = node, NamespaceProperty = Namespace },
                Spec = Spec(node),
            };
            await client.CoordinationV1.CreateNamespacedLeaseAsync(lease, Namespace, cancellationToken: cancellationToken);
        }
    }

    private V1LeaseSpec Spec(string node) => new()
    {
        HolderIdentity = node,
        LeaseDurationSeconds = LeaseSeconds,
        RenewTime = time.GetUtcNow().UtcDateTime,
    };
}
