using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Supervisor.Kubernetes.Client;

/// <summary>
/// The Kubernetes API as JSON over HTTP, with the connection and the credentials of KubernetesClient.
/// </summary>
/// <remarks>
/// KubernetesClient's generated calls hide what matters here: the body of a refusal, ERROR events of a watch, silence on its stream.
/// </remarks>
/// <param name="client">Connection and credentials; disposed with this object.</param>
/// <param name="settings">Deadlines.</param>
/// <param name="time">Clock of the deadlines.</param>
public sealed class KubernetesApi(k8s.Kubernetes client, KubernetesSettings settings, TimeProvider time) : IDisposable
{
    private const string Json = "application/json";

    /// <summary>Media type of server-side apply; JSON is YAML.</summary>
    private const string ApplyPatch = "application/apply-patch+yaml";

    /// <summary>Reads one object or one page of a list.</summary>
    /// <param name="path">Path and query below the server's root, such as <c>api/v1/nodes</c>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ApiException">Refused.</exception>
    /// <exception cref="ClusterUnavailableException">Unreachable, overloaded or too slow.</exception>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, Json, settings.ListTimeout, cancellationToken);

    /// <summary>Creates an object.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonElement> PostAsync(string path, string body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, Json, settings.RequestTimeout, cancellationToken);

    /// <summary>Applies fields server-side as <see cref="ApiNames.Manager"/>; conflicts are won.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonElement> ApplyAsync(string path, string body, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Patch,
            $"{path}?fieldManager={ApiNames.Manager}&force=true",
            body,
            ApplyPatch,
            settings.RequestTimeout,
            cancellationToken);

    /// <summary>Deletes an object; the body is a <c>DeleteOptions</c>.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonElement> DeleteAsync(string path, string body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, body, Json, settings.RequestTimeout, cancellationToken);

    /// <summary>Opens a watch and returns once its headers are here; the caller disposes the response.</summary>
    /// <inheritdoc cref="GetAsync"/>
    internal Task<HttpResponseMessage> OpenWatchAsync(string path, CancellationToken cancellationToken) =>
        RequestAsync(HttpMethod.Get, path, null, Json, settings.ListTimeout, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<JsonElement> SendAsync(
        HttpMethod method, string path, string? body, string mediaType, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var response = await RequestAsync(method, path, body, mediaType, timeout, cancellationToken);
        using var deadline = new Deadline(timeout, time, cancellationToken);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
            return await JsonSerializer.DeserializeAsync<JsonElement>(stream, cancellationToken: deadline.Token);
        }
        catch (Exception e) when (IsOutage(e, cancellationToken))
        {
            throw Unavailable(method, path, e);
        }
    }

    private async Task<HttpResponseMessage> RequestAsync(
        HttpMethod method, string path, string? body, string mediaType, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(timeout, time, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path)) { Version = HttpVersion.Version20 };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Json));
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, mediaType);
            if (client.Credentials is { } credentials)
                await credentials.ProcessHttpRequestAsync(request, deadline.Token);
            var response = await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (!response.IsSuccessStatusCode)
                using (response)
                    throw await ApiRefusal.ReadAsync(response, method, path, deadline.Token);
            return response;
        }
        catch (Exception e) when (IsOutage(e, cancellationToken))
        {
            throw Unavailable(method, path, e);
        }
    }

    private static bool IsOutage(Exception e, CancellationToken cancellationToken) => e switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        HttpRequestException or IOException or JsonException => true,
        _ => false,
    };

    private static ClusterUnavailableException Unavailable(HttpMethod method, string path, Exception e) =>
        new($"{method} {path}: {(e is OperationCanceledException ? "no answer in time" : e.Message)}", e);
}
