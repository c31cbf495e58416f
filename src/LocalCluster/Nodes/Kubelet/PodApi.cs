using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>What a kubelet writes about pods. Every write names the UID: a pod of the same name may be another one by now.</summary>
/// <param name="client">The cluster.</param>
/// <param name="retry">Repeats calls.</param>
internal sealed class PodApi(IKubernetes client, ApiRetry retry)
{
    /// <summary>Reports a status; a pod that is gone needs none.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="patch">Its status, see <see cref="StatusPatch"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task ReportAsync(V1Pod pod, string patch, CancellationToken cancellationToken) => retry.RunAsync(
        "reporting a pod's status",
        token => UnlessGoneAsync(() => client.CoreV1.PatchNamespacedPodStatusAsync(
            StatusPatch.Strategic(patch), pod.Name(), pod.Namespace(), cancellationToken: token)),
        cancellationToken,
        Any);

    /// <summary>Completes a graceful deletion: the container is gone, so the object may go.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task RemoveAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var options = new V1DeleteOptions { GracePeriodSeconds = 0, Preconditions = new V1Preconditions { Uid = pod.Uid() } };
        return retry.RunAsync(
            "removing a pod",
            token => UnlessGoneAsync(() =>
                client.CoreV1.DeleteNamespacedPodAsync(pod.Name(), pod.Namespace(), options, cancellationToken: token)),
            cancellationToken,
            Any);
    }

    /// <summary>Nothing else may stop a worker that watches over a running process: a refusal now may be none in a second.</summary>
    private static bool Any(HttpStatusCode status) => true;

    private static async Task UnlessGoneAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (HttpOperationException error) when (error.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // Gone, or another pod bears the name: either way this one is over.
        }
    }
}
