using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Registration;

namespace LustreSupervisor.LocalCluster.Hall.Roster;

/// <summary>What the cluster holds of one node.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="node">Name of the node.</param>
internal sealed class NodeObjects(IKubernetes cluster, string node)
{
    private const string Servers = "app.kubernetes.io/managed-by=lustre-supervisor";
    private const string Group = "lustre.cloudnative-hpc.io";

    /// <summary>Marks the node as unschedulable, or takes that back. Returns whether that changed anything.</summary>
    /// <param name="cordoned">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> CordonAsync(bool cordoned, CancellationToken cancellationToken)
    {
        try
        {
            var present = await cluster.CoreV1.ReadNodeAsync(node, cancellationToken: cancellationToken);
            if ((present.Spec?.Unschedulable ?? false) == cordoned)
                return false;
            var patch = new V1Patch($$$"""{"spec":{"unschedulable":{{{(cordoned ? "true" : "null")}}}}}""", V1Patch.PatchType.MergePatch);
            await cluster.CoreV1.PatchNodeAsync(patch, node, cancellationToken: cancellationToken);
            return true;
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>The Lustre servers whose pods are bound to the node and have not ended.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<string>> ServersAsync(CancellationToken cancellationToken)
    {
        var pods = await cluster.CoreV1.ListPodForAllNamespacesAsync(
            labelSelector: Servers, fieldSelector: $"spec.nodeName={node}", cancellationToken: cancellationToken);
        return [.. pods.Items.Where(pod => pod.Status?.Phase is not ("Succeeded" or "Failed")).Select(pod => $"{pod.Namespace()}/{pod.Name()}")];
    }

    /// <summary>Deletes Node, report and heartbeat.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        await UnlessGoneAsync(() => cluster.CoreV1.DeleteNodeAsync(node, cancellationToken: cancellationToken));
        await UnlessGoneAsync(() => cluster.CustomObjects.DeleteClusterCustomObjectAsync(Group, "v1alpha1", "lustrenodes", node, cancellationToken: cancellationToken));
        await UnlessGoneAsync(() => cluster.CoordinationV1.DeleteNamespacedLeaseAsync(node, NodeHeartbeat.Namespace, cancellationToken: cancellationToken));
    }

    private static async Task UnlessGoneAsync(Func<Task> delete)
    {
        try
        {
            await delete();
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            // Which is what was wanted.
        }
    }
}
