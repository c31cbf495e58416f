using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Registration;

/// <summary>Registers the node as a kubelet does: creates the Node or brings the one of an earlier boot up to date.</summary>
/// <param name="client">The cluster.</param>
/// <param name="retry">Repeats calls.</param>
/// <param name="time">Clock.</param>
/// <param name="log">The node's log.</param>
internal sealed class NodeRegistration(IKubernetes client, ApiRetry retry, TimeProvider time, ILogger log)
{
    /// <summary>Registers. Labels and annotations that others have set are kept.</summary>
    /// <param name="options">The node.</param>
    /// <param name="identity">Machine and boot.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RegisterAsync(NodeOptions options, NodeIdentity identity, CancellationToken cancellationToken)
    {
        var node = NodeObject.Build(options, identity, time.GetUtcNow().UtcDateTime);
        await retry.RunAsync("registering the node", token => CreateOrPatchAsync(node, token), cancellationToken);
        await retry.RunAsync(
            "reporting the node's status",
            token => client.CoreV1.PatchNodeStatusAsync(MergePatch.Of(new { status = node.Status }), node.Name(), cancellationToken: token),
            cancellationToken);
        NodeLog.Registered(log, options.Name);
    }

    private async Task CreateOrPatchAsync(V1Node node, CancellationToken cancellationToken)
    {
        try
        {
            await client.CoreV1.CreateNodeAsync(node, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.Conflict)
        {
            var metadata = new { labels = node.Metadata.Labels, annotations = node.Metadata.Annotations };
            await client.CoreV1.PatchNodeAsync(MergePatch.Of(new { metadata }), node.Name(), cancellationToken: cancellationToken);
        }
    }
}
