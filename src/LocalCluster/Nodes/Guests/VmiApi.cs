using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Guests;

/// <summary>Reads and writes VirtualMachineInstances.</summary>
/// <param name="client">The cluster.</param>
/// <param name="retry">Repeats calls.</param>
/// <param name="time">Clock.</param>
/// <param name="log">The node's log.</param>
internal sealed class VmiApi(IKubernetes client, ApiRetry retry, TimeProvider time, ILogger log)
{
    private const string Group = "kubevirt.io";
    private const string Version = "v1";
    private const string Plural = "virtualmachineinstances";

    /// <summary>Before a new list; the kind may be defined a moment after the node is up.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>A watch is renewed after this, so that a silent connection cannot hide changes for ever.</summary>
    private const int WatchSeconds = 300;

    /// <summary>Yields complete lists and single changes until cancelled.</summary>
    /// <param name="present">Called with all instances.</param>
    /// <param name="changed">Called with one that is new or changed, or gone (second argument true).</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WatchAsync(Action<IReadOnlyList<VmiView>> present, Action<VmiView, bool> changed, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var list = Body(await client.CustomObjects.ListClusterCustomObjectAsync(Group, Version, Plural, cancellationToken: cancellationToken));
                present([.. list["items"]!.AsArray().Select(item => new VmiView(item!.DeepClone().AsObject()))]);
                var changes = client.CustomObjects.WatchListClusterCustomObjectAsync(
                    Group, Version, Plural, resourceVersion: list["metadata"]!["resourceVersion"]!.GetValue<string>(), timeoutSeconds: WatchSeconds,
                    cancellationToken: cancellationToken);
                await foreach (var (type, item) in changes)
                {
                    if (type is WatchEventType.Added or WatchEventType.Modified or WatchEventType.Deleted)
                        changed(new VmiView(Body(item)), type == WatchEventType.Deleted);
                    else if (type == WatchEventType.Error)
                        break;
                }
            }
            catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
            {
                // Not defined: there are none.
            }
            catch (Exception error) when (
                !cancellationToken.IsCancellationRequested && (ApiRetry.IsTransient(error) || error is KubernetesException or HttpOperationException))
            {
                NodeLog.TriedAgain(log, "watching virtual machines", error.Message);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Reports a status.</summary>
    public Task ReportAsync(VmiView vmi, JsonObject status, CancellationToken cancellationToken) => PatchAsync(
        vmi, new JsonObject { ["metadata"] = Bound(vmi), ["status"] = status }, isStatus: true, cancellationToken);

    /// <summary>Sets the finalizers, and annotations if there are any.</summary>
    public Task MarkAsync(VmiView vmi, IEnumerable<string> finalizers, JsonObject? annotations, CancellationToken cancellationToken)
    {
        var metadata = Bound(vmi);
        metadata["finalizers"] = new JsonArray([.. finalizers.Select(name => (JsonNode)name)]);
        if (annotations is not null)
            metadata["annotations"] = annotations;
        return PatchAsync(vmi, new JsonObject { ["metadata"] = metadata }, isStatus: false, cancellationToken);
    }

    private static JsonObject Body(object item) => JsonNode.Parse(((JsonElement)item).GetRawText())!.AsObject();

    /// <summary>An instance of the same name may be another one by now.</summary>
    private static JsonObject Bound(VmiView vmi) => new() { ["uid"] = vmi.Uid };

    private Task PatchAsync(VmiView vmi, JsonObject body, bool isStatus, CancellationToken cancellationToken)
    {
        var text = body.ToJsonString();
        return retry.RunAsync(
            "reporting a virtual machine",
            async token =>
            {
                var patch = new V1Patch(text, V1Patch.PatchType.MergePatch);
                try
                {
                    await (isStatus
                        ? client.CustomObjects.PatchNamespacedCustomObjectStatusAsync(patch, Group, Version, vmi.Namespace, Plural, vmi.Name, cancellationToken: token)
                        : client.CustomObjects.PatchNamespacedCustomObjectAsync(patch, Group, Version, vmi.Namespace, Plural, vmi.Name, cancellationToken: token));
                }
                catch (HttpOperationException error) when (error.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
                {
                    // Gone, or another one bears the name.
                }
            },
            cancellationToken,
            _ => true);
    }
}
