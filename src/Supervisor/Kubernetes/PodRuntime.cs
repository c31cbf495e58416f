using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Accounts;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Kubernetes.Secrets;
using LustreSupervisor.Supervisor.Kubernetes.Converters;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Supervisor.Kubernetes;

/// <summary>Creates and deletes the pods of servers.</summary>
/// <param name="api">The cluster.</param>
/// <param name="options">What is the same in every pod.</param>
/// <param name="accounts">Gives agents their account; null where pods name none.</param>
/// <param name="tls">Gives pods the certificate of their agents; null where agents listen on UNIX sockets.</param>
/// <param name="logger">Log.</param>
public sealed partial class PodRuntime(KubernetesApi api, PodOptions options, AgentAccounts? accounts, AgentTls? tls, ILogger<PodRuntime> logger)
    : IPodRuntime
{
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public async Task<string> CreateAsync(PodOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Runtime != RuntimeKind.Pod)
            throw new PodRefusedException($"{order.Target}: runtime {order.Runtime} is not available in this version; use runtime Pod");
        var body = KubernetesJson.Serialize(Template(order));
        try
        {
            if (accounts is not null)
                await accounts.EnsureAsync(order.Target.Namespace, cancellationToken);
            if (tls is not null)
                await tls.EnsureAsync(order.Target.Namespace, cancellationToken);
            var created = await api.PostAsync(Collection(order.Target), body, cancellationToken);
            Created(order.Target, order.Incarnation, order.Node);
            return created.Text("metadata", "uid");
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.Conflict)
        {
            return await AdoptAsync(order, e, cancellationToken);
        }
        catch (ApiException e)
        {
            throw new PodRefusedException(e.Message);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(TargetId target, string uid, PodDeletion mode, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var deletion = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["preconditions"] = new JsonObject { ["uid"] = uid },
        };
        if (mode == PodDeletion.AfterProofOfDeath)
            deletion["gracePeriodSeconds"] = 0;
        try
        {
            await api.DeleteAsync(Path(target), deletion.ToJsonString(), cancellationToken);
            Deleted(target, uid, mode);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.Conflict)
        {
            // Meant to be the precondition: another UID. Ask, because a conflict can have other causes.
            if (await FindAsync(target, cancellationToken) is { } pod && pod.Text("metadata", "uid") == uid)
                throw new ClusterUnavailableException(e.Message, e);
        }
        catch (ApiException e)
        {
            throw new ClusterUnavailableException($"{e.Message}. The pod may still exist.", e);
        }
    }

    private k8s.Models.V1Pod Template(PodOrder order)
    {
        try
        {
            return PodTemplate.Build(order, options);
        }
        catch (ArgumentException e)
        {
            throw new PodRefusedException(e.Message);
        }
    }

    /// <summary>The name is taken: by our own earlier attempt, or by another life.</summary>
    private async Task<string> AdoptAsync(PodOrder order, ApiException conflict, CancellationToken cancellationToken)
    {
        if (await FindAsync(order.Target, cancellationToken) is not { } pod)
            throw new ClusterUnavailableException($"{order.Target}: gone between create and read; try again ({conflict.Message})", conflict);
        var carried = pod.Map("metadata", "annotations").GetValueOrDefault(ApiNames.IncarnationAnnotation, "none");
        return carried == order.Incarnation.ToString()
            ? pod.Text("metadata", "uid")
            : throw new PodNameTakenException(
                $"pod {order.Target} exists with incarnation {carried} (UID {pod.Text("metadata", "uid")}), not {order.Incarnation}");
    }

    private async Task<JsonElement?> FindAsync(TargetId target, CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetAsync(Path(target), cancellationToken);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (ApiException e)
        {
            throw new ClusterUnavailableException(e.Message, e);
        }
    }

    private static string Collection(TargetId target) => $"api/v1/namespaces/{target.Namespace}/pods";

    private static string Path(TargetId target) => $"{Collection(target)}/{target.ObjectName}";

    [LoggerMessage(3010, LogLevel.Information, "Created pod {Target} for incarnation {Incarnation} on {Node}")]
    private partial void Created(TargetId target, IncarnationId incarnation, string node);

    [LoggerMessage(3011, LogLevel.Information, "Deleted pod {Target} with UID {Uid}: {Mode}")]
    private partial void Deleted(TargetId target, string uid, PodDeletion mode);
}
