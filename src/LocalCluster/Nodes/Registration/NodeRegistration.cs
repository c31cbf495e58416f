using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Events;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Registration;

/// <summary>
/// Registers the node as a kubelet does, creating the Node or bringing the one of an earlier boot up to date, and keeps its status: whoever
/// calls the node NotReady while it was silent is corrected within <c>NodeStatusInterval</c>.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="retry">Repeats calls.</param>
/// <param name="events">Takes Events.</param>
/// <param name="time">Clock.</param>
/// <param name="log">The node's log.</param>
internal sealed class NodeRegistration(IKubernetes client, ApiRetry retry, EventRecorder events, TimeProvider time, ILogger log)
{
    private DateTime posted = DateTime.MinValue;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Registers and keeps the status until cancelled. Labels and annotations that others have set are kept.</summary>
    /// <param name="options">The node.</param>
    /// <param name="identity">Machine and boot.</param>
    /// <param name="kubeletPort">Port on which the kubelet answers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(NodeOptions options, NodeIdentity identity, int kubeletPort, CancellationToken cancellationToken)
    {
        events.OfNode(options.Name, isWarning: false, "Starting", "Starting kubelet.");
        V1Node Build() => NodeObject.Build(options, identity, kubeletPort, Now);
        await retry.RunAsync("registering the node", token => CreateOrPatchAsync(Build(), token), cancellationToken);
        await retry.RunAsync("reporting the node's status", token => PostAsync(Build(), options, token), cancellationToken);
        NodeLog.Registered(log, options.Name);
        using var timer = new PeriodicTimer(options.Kubelet.NodeStatusInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            await retry.RunAsync("reporting the node's status", token => PostAsync(Build(), options, token), cancellationToken, IsLost);
    }

    /// <summary>A Conflict is settled by the next try.</summary>
    private static bool IsLost(HttpStatusCode status) => status == HttpStatusCode.Conflict;

    /// <summary>Addresses, sizes and names of a node, without its conditions.</summary>
    private static string Fixed(V1NodeStatus? status) => status is null ? "" : KubernetesJson.Serialize(
        new { status.NodeInfo, status.Addresses, status.DaemonEndpoints, status.Capacity, status.Allocatable });

    private async Task PostAsync(V1Node own, NodeOptions options, CancellationToken cancellationToken)
    {
        V1Node present;
        try
        {
            present = await client.CoreV1.ReadNodeAsync(own.Name(), cancellationToken: cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound && posted != DateTime.MinValue)
        {
            // Somebody removed the Node; as a real kubelet, this one does not come back by itself before its next boot.
            return;
        }

        var changes = NodeConditions.Changes(present.Status?.Conditions).ToList();
        if (changes.Count == 0 && Now - posted < options.Kubelet.NodeReportInterval && Fixed(present.Status) == Fixed(own.Status))
            return;
        own.Status.Conditions = [.. NodeConditions.All(Now, present.Status?.Conditions)];
        var text = KubernetesJson.Serialize(new { status = own.Status });
        await client.CoreV1.PatchNodeStatusAsync(StatusPatch.Strategic(text), own.Name(), cancellationToken: cancellationToken);
        posted = Now;
        Tell(own, present, changes);
    }

    private void Tell(V1Node own, V1Node before, List<string> changes)
    {
        var boot = own.Status.NodeInfo.BootID;
        if (before.Status?.NodeInfo?.BootID is { Length: > 0 } known && known != boot)
            events.OfNode(own.Name(), isWarning: true, "Rebooted", $"Node {own.Name()} has been rebooted, boot id: {boot}");
        foreach (var change in changes)
            events.OfNode(own.Name(), isWarning: false, change, $"Node {own.Name()} status is now: {change}");
    }

    private async Task CreateOrPatchAsync(V1Node node, CancellationToken cancellationToken)
    {
        try
        {
            // Without its status: whether the node rebooted shows in what the status said before.
            var fresh = new V1Node { ApiVersion = "v1", Kind = "Node", Metadata = node.Metadata, Spec = node.Spec };
            await client.CoreV1.CreateNodeAsync(fresh, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.Conflict)
        {
            var metadata = new { labels = node.Metadata.Labels, annotations = node.Metadata.Annotations };
            await client.CoreV1.PatchNodeAsync(MergePatch.Of(new { metadata }), node.Name(), cancellationToken: cancellationToken);
        }
    }
}
