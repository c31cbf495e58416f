using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LustreSupervisor.Supervisor.Cli.Cluster;

/// <summary>
/// What commands ask of the Kubernetes API: objects as JSON, faults as lines for a person. The supervisor itself uses the adapter in
/// <c>Supervisor/Kubernetes</c>, which tries again where a person decides.
/// </summary>
/// <param name="client">Connection and credentials; disposed with this object.</param>
/// <param name="source">What named the cluster: a kubeconfig's path, for messages.</param>
internal sealed class ClusterClient(k8s.Kubernetes client, string source) : IDisposable
{
    /// <summary>Field manager of server-side apply, by which the API server tells our fields from other people's.</summary>
    public const string FieldManager = "supervisor-cli";

    /// <summary>Objects in one page of a list (kubectl's own chunk size).</summary>
    private const int PageSize = 500;

    private const string JsonMedia = "application/json";

    /// <summary>Media type of server-side apply; JSON is YAML.</summary>
    private const string ApplyMedia = "application/apply-patch+yaml";

    /// <summary>The API server, for messages.</summary>
    public string Server => client.BaseUri.GetLeftPart(UriPartial.Authority);

    /// <summary>What named the cluster, for messages.</summary>
    public string Source => source;

    /// <summary>All objects of a kind, in the order of their names.</summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="space">Namespace; null for all of them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UserErrorException">The cluster does not answer, or refuses.</exception>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(ResourceKind kind, string? space, CancellationToken cancellationToken) =>
        await ListIfKnownAsync(kind, space, cancellationToken)
        ?? throw new UserErrorException(
            $"{Server} does not know the kind {kind.Kind}", "install the custom resources: kubectl apply -f deploy/crds");

    /// <summary>All objects of a kind; null when the server does not know the kind.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public async Task<IReadOnlyList<JsonObject>?> ListIfKnownAsync(ResourceKind kind, string? space, CancellationToken cancellationToken)
    {
        var items = new List<JsonObject>();
        var next = "";
        do
        {
            var path = $"{kind.CollectionPath(space)}?limit={PageSize}{(next.Length > 0 ? "&continue=" + Uri.EscapeDataString(next) : "")}";
            if (await ReadAsync(path, cancellationToken) is not { } page)
                return null;
            foreach (var item in page.Items("items"))
                items.Add(Typed(kind, item));
            next = page.Text("metadata", "continue");
        }
        while (next.Length > 0);
        return [.. items.OrderBy(item => item.Text("metadata", "namespace"), StringComparer.Ordinal)
            .ThenBy(item => item.Text("metadata", "name"), StringComparer.Ordinal)];
    }

    /// <summary>One object; null when there is none of that name.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public Task<JsonObject?> GetAsync(ResourceKind kind, string? space, string name, CancellationToken cancellationToken) =>
        ReadAsync(kind.ObjectPath(space, name), cancellationToken);

    /// <summary>Applies an object server-side.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="document">The object with the fields that the person declared.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The object as the server then holds it, or why it refuses.</returns>
    /// <exception cref="UserErrorException">The cluster does not answer, or not to us.</exception>
    public async Task<ApplyResult> ApplyAsync(ResourceKind kind, JsonObject document, ApplyOptions options, CancellationToken cancellationToken)
    {
        var path = kind.ObjectPath(document.Text("metadata", "namespace"), document.Text("metadata", "name"))
            + $"?fieldManager={FieldManager}&fieldValidation=Strict"
            + (options.DryRun ? "&dryRun=All" : "")
            + (options.ForceConflicts ? "&force=true" : "");
        var (status, text) = await ExchangeAsync(HttpMethod.Patch, path, document.ToJsonString(), cancellationToken);
        return status switch
        {
            HttpStatusCode.OK or HttpStatusCode.Created => new ApplyResult(Parse(text), null),
            HttpStatusCode.NotFound => new ApplyResult(null, $"{ClusterFault.Message(text)} (are the namespace and the custom resources there?)"),
            HttpStatusCode.Conflict => new ApplyResult(null, $"{ClusterFault.Message(text)} (--force-conflicts takes the fields over)"),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => new ApplyResult(null, ClusterFault.Message(text)),
            _ => throw ClusterFault.Refused(this, status, text),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    /// <summary>Reads an object or a list; null when the answer is 404.</summary>
    private async Task<JsonObject?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var (status, text) = await ExchangeAsync(HttpMethod.Get, path, null, cancellationToken);
        return status switch
        {
            HttpStatusCode.OK => Parse(text),
            HttpStatusCode.NotFound => null,
            _ => throw ClusterFault.Refused(this, status, text),
        };
    }

    private JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new JsonException("the answer is no object");
        }
        catch (JsonException fault)
        {
            throw ClusterFault.Unreachable(this, fault);
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> ExchangeAsync(
        HttpMethod method, string path, string? applied, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(JsonMedia));
        if (applied is not null)
            request.Content = new StringContent(applied, Encoding.UTF8, ApplyMedia);
        try
        {
            if (client.Credentials is { } credentials)
                await credentials.ProcessHttpRequestAsync(request, cancellationToken);
            using var response = await client.HttpClient.SendAsync(request, cancellationToken);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception fault) when (ClusterFault.IsOutage(fault, cancellationToken))
        {
            throw ClusterFault.Unreachable(this, fault);
        }
    }

    /// <summary>Items of a list come without kind and version; printed alone they need them.</summary>
    private static JsonObject Typed(ResourceKind kind, JsonObject item)
    {
        var typed = new JsonObject { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind };
        foreach (var (name, value) in item)
            if (name is not ("apiVersion" or "kind"))
                typed[name] = value?.DeepClone();
        return typed;
    }
}
