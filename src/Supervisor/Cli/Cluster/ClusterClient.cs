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
            if (await SendAsync(HttpMethod.Get, path, null, cancellationToken) is not { } page)
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
        SendAsync(HttpMethod.Get, kind.ObjectPath(space, name), null, cancellationToken);

    /// <summary>Applies an object server-side and returns it as the server then holds it.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="document">The object with the fields that the person declared.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UserErrorException">The cluster does not answer, or refuses.</exception>
    public async Task<JsonObject> ApplyAsync(ResourceKind kind, JsonObject document, ApplyOptions options, CancellationToken cancellationToken)
    {
        var path = kind.ObjectPath(document.Text("metadata", "namespace"), document.Text("metadata", "name"))
            + $"?fieldManager={FieldManager}&fieldValidation=Strict"
            + (options.DryRun ? "&dryRun=All" : "")
            + (options.ForceConflicts ? "&force=true" : "");
        return await SendAsync(HttpMethod.Patch, path, document.ToJsonString(), cancellationToken)
            ?? throw new UserErrorException(
                $"{Server} cannot take {kind.Singular}/{document.Text("metadata", "name")}: its kind or its namespace is unknown there",
                "install the custom resources (kubectl apply -f deploy/crds) and create the namespace");
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    /// <summary>Sends a request; null when the answer is 404.</summary>
    private async Task<JsonObject?> SendAsync(HttpMethod method, string path, string? applied, CancellationToken cancellationToken)
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
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            return response.IsSuccessStatusCode
                ? JsonNode.Parse(text) as JsonObject ?? throw new JsonException("the answer is no object")
                : throw ClusterFault.Refused(this, response.StatusCode, text);
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
