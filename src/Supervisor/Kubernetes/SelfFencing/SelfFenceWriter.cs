using System.Text.Json;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Client;

namespace LustreSupervisor.Supervisor.Kubernetes.SelfFencing;

/// <summary>
/// Tells node agents, in the spec of their <c>LustreNode</c>, with whom they grant each other time. Level-triggered: it compares and writes
/// what differs. Nothing in force ends when it, or the API server, is away.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="live">The plans.</param>
/// <param name="view">Where node agents listen.</param>
/// <param name="hearing">Told of every answer.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class SelfFenceWriter(
    KubernetesApi api, LiveTopology live, ClusterView view, ApiHearing hearing, TimeProvider time, ILogger<SelfFenceWriter> logger)
{
    /// <summary>Between two looks: one list of the nodes. A new file system waits this long, at most, before its first mount.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = logger;

    /// <summary>Runs until cancelled.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(cancellationToken);
                hearing.Heard();
            }
            catch (Exception e) when (e is ClusterUnavailableException or ApiException)
            {
                hearing.Deaf();
                NotWritten(e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(LookEvery, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Compares once, and writes what differs.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterUnavailableException">The API server does not answer.</exception>
    /// <exception cref="ApiException">It refuses.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var nodes = (await api.GetAsync(SelfFenceDocuments.Collection, cancellationToken)).Items("items").ToList();
        var known = live.Filesystems.Values.ToList();
        HashSet<string>? declared = null;
        foreach (var node in nodes)
        {
            var present = SelfFenceDocuments.Sets(node, "spec");
            if (declared is null && present.Any(s => known.All(f => $"{f.Namespace}/{f.Name}" != s.Filesystem)))
                declared = await DeclaredAsync(cancellationToken);
            var name = node.Text("metadata", "name");
            var wanted = SelfFencePlan.SetsOf(name, present, known, f => declared?.Contains(f) == false);
            if (present.SequenceEqual(wanted) && SelfFenceDocuments.EndpointsText(node) == SelfFenceDocuments.EndpointsText(wanted, EndpointOf))
                continue;
            await api.ApplyAsync($"{SelfFenceDocuments.Collection}/{name}", SelfFenceDocuments.Spec(name, wanted, EndpointOf), cancellationToken);
            Written(name, string.Join(", ", wanted.Select(s => $"{s.Filesystem}: {string.Join(' ', s.Nodes)}, {s.GrantSeconds} s")));
        }
    }

    private string EndpointOf(string node) => view.Nodes.GetValueOrDefault(node)?.AgentEndpoint ?? "";

    private async Task<HashSet<string>> DeclaredAsync(CancellationToken cancellationToken)
    {
        JsonElement list = await api.GetAsync($"apis/{ApiNames.ApiVersion}/lustrefilesystems", cancellationToken);
        return [.. list.Items("items").Select(f => $"{f.Text("metadata", "namespace")}/{f.Text("metadata", "name")}")];
    }

    [LoggerMessage(3050, LogLevel.Information, "Node {Node} is to fence itself by these sets: {Sets}")]
    private partial void Written(string node, string sets);

    [LoggerMessage(3051, LogLevel.Warning, "Sets of self-fencing were not compared, what is in force stays: {Reason}")]
    private partial void NotWritten(string reason);
}
