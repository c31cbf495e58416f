using System.Net;
using k8s;
using k8s.Autorest;

namespace LustreSupervisor.LocalCluster.Nodes.Registration;

/// <summary>
/// Compares what the cluster holds of the node's condition with what the kubelet knows, and corrects it: after a silence the control
/// plane has called it unknown.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="retry">Repeats calls.</param>
/// <param name="time">Clock.</param>
internal sealed class NodeStatusLoop(IKubernetes client, ApiRetry retry, TimeProvider time)
{
    /// <summary>Between two looks, as often as the node renews its Lease (a kubelet does both every 10 s).</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs until cancelled. A Node object that was deleted is not made again: that takes another boot.</summary>
    /// <param name="options">The node.</param>
    /// <param name="identity">Machine and boot.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(NodeOptions options, NodeIdentity identity, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            await retry.RunAsync("comparing the node's status", token => CompareAsync(options, identity, token), cancellationToken, IsContested);
    }

    /// <summary>The control plane writes the same object.</summary>
    private static bool IsContested(HttpStatusCode status) => status == HttpStatusCode.Conflict;

    private async Task CompareAsync(NodeOptions options, NodeIdentity identity, CancellationToken cancellationToken)
    {
        try
        {
            var node = await client.CoreV1.ReadNodeAsync(options.Name, cancellationToken: cancellationToken);
            if (node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true)
                return;
            var status = NodeObject.Build(options, identity, time.GetUtcNow().UtcDateTime).Status;
            await client.CoreV1.PatchNodeStatusAsync(MergePatch.Of(new { status }), options.Name, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            // Somebody has deleted the Node: a kubelet does not argue.
        }
    }
}
