using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;

namespace LustreSupervisor.Conformance.Clusters;

/// <summary>The API as bytes over HTTP, with the connection and the credentials of the client library: nothing between test and server.</summary>
public sealed class ApiClient : IDisposable
{
    private const string Json = "application/json";

    private readonly Kubernetes client;

    private ApiClient(Kubernetes client) => this.client = client;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The client library over the same connection, for the product's own adapter.</summary>
    internal Kubernetes Library => client;

    public static ApiClient Of(KubernetesClientConfiguration configuration) => new(new Kubernetes(configuration));

    public Task<Answer> GetAsync(string path, string accept = Json) => SendAsync("GET", path, accept: accept);

    public Task<Answer> PostAsync(string path, string body) => SendAsync("POST", path, body);

    public Task<Answer> PutAsync(string path, JsonNode body) => SendAsync("PUT", path, body.ToJsonString());

    public Task<Answer> DeleteAsync(string path, string? body = null) => SendAsync("DELETE", path, body);

    public Task<Answer> MergeAsync(string path, string body) => SendAsync("PATCH", path, body, "application/merge-patch+json");

    /// <summary>Server-side apply.</summary>
    public Task<Answer> ApplyAsync(string path, string manager, string body, bool force = false) =>
        SendAsync("PATCH", $"{path}?fieldManager={manager}&force={(force ? "true" : "false")}", body, "application/apply-patch+yaml");

    /// <summary>One exchange.</summary>
    public async Task<Answer> SendAsync(string method, string path, string? body = null, string contentType = Json, string accept = Json)
    {
        using var request = await RequestAsync(method, path, accept);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var response = await client.HttpClient.SendAsync(request, Ct);
        var warnings = response.Headers.TryGetValues("Warning", out var values) ? string.Join("\n", values) : "";
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(Ct), warnings);
    }

    /// <summary>The events of a watch, until the server ends it or the caller stops.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(string path, string accept = Json)
    {
        using var request = await RequestAsync("GET", path, accept);
        using var response = await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.True(response.IsSuccessStatusCode, $"watch {path}: {response.StatusCode}");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Ct));
        while (await reader.ReadLineAsync(Ct) is { } line) yield return JsonNode.Parse(line)!.AsObject();
    }

    public void Dispose() => client.Dispose();

    private async Task<HttpRequestMessage> RequestAsync(string method, string path, string accept)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(client.BaseUri, path));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        if (client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, Ct);
        return request;
    }
}
