using System.Collections.Concurrent;
using System.Net;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Kubernetes.Converters;

namespace LustreSupervisor.Supervisor.Kubernetes;

/// <summary>Writes <c>LustreTarget</c> and the status of <c>LustreFilesystem</c> by server-side apply.</summary>
/// <remarks>A status is a view, never a truth: a refusal other than an outage is logged and not tried again.</remarks>
/// <param name="api">The cluster.</param>
/// <param name="logger">Log.</param>
public sealed partial class StatusPublisher(KubernetesApi api, ILogger<StatusPublisher> logger) : IStatusPublisher
{
    private readonly ILogger _logger = logger;

    /// <summary>Targets whose resource this process has applied; a status alone is one request. One entry a target.</summary>
    private readonly ConcurrentDictionary<string, string> _applied = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task PublishAsync(TargetView view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        var path = $"apis/{ApiNames.ApiVersion}/namespaces/{view.Target.Namespace}/lustretargets/{view.Target.ObjectName}";
        var status = StatusDocuments.TargetStatus(view).ToJsonString();
        try
        {
            var isApplied = _applied.TryGetValue(view.Target.EntityId, out var owner) && owner == view.OwnerUid;
            if (isApplied && await TryApplyAsync($"{path}/status", status, cancellationToken))
                return;
            await api.ApplyAsync(path, StatusDocuments.Target(view).ToJsonString(), cancellationToken);
            _applied[view.Target.EntityId] = view.OwnerUid;
            await api.ApplyAsync($"{path}/status", status, cancellationToken);
        }
        catch (ApiException e)
        {
            Refused(view.Target.ToString(), e.Message);
        }
    }

    /// <inheritdoc/>
    public async Task PublishAsync(FilesystemView view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        var path = $"apis/{ApiNames.ApiVersion}/namespaces/{view.Namespace}/lustrefilesystems/{view.Name}/status";
        try
        {
            // Not found: the file system was deleted meanwhile, there is nothing to show.
            await TryApplyAsync(path, StatusDocuments.FilesystemStatus(view).ToJsonString(), cancellationToken);
        }
        catch (ApiException e)
        {
            Refused($"{view.Namespace}/{view.Name}", e.Message);
        }
    }

    private async Task<bool> TryApplyAsync(string path, string body, CancellationToken cancellationToken)
    {
        try
        {
            await api.ApplyAsync(path, body, cancellationToken);
            return true;
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    [LoggerMessage(3020, LogLevel.Error, "The cluster refuses the status of {Object}: {Reason}")]
    private partial void Refused(string @object, string reason);
}
