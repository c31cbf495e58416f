using System.Net;
using System.Net.Http.Headers;

namespace LustreSupervisor.Agent.Kubernetes;

/// <summary>Reads and writes one Lease over the Kubernetes API. The whole of a Kubernetes client that the agent needs.</summary>
internal sealed class LeaseClient : IDisposable
{
    /// <summary>One request: the API server answers in milliseconds, or it is in trouble.</summary>
    private static readonly TimeSpan RequestWithin = TimeSpan.FromSeconds(5);

    /// <summary>A Lease is a few hundred bytes; managed fields make it a few thousand.</summary>
    private const int AnswerBytesMax = 1 << 20;

    private readonly Lazy<HttpClient> _http;

    private readonly string _tokenFile;

    private readonly string _collection;

    private readonly string _item;

    /// <summary>
    /// Makes a client. The handler is made at the first request: loading certificates takes longer than starting to listen.
    /// </summary>
    public LeaseClient(Uri api, Func<HttpMessageHandler> handler, string tokenFile, string @namespace, string name)
    {
        _http = new(() => new HttpClient(handler())
        {
            BaseAddress = api,
            Timeout = RequestWithin,
            MaxResponseContentBufferSize = AnswerBytesMax,
        });
        _tokenFile = tokenFile;
        _collection = $"apis/coordination.k8s.io/v1/namespaces/{Uri.EscapeDataString(@namespace)}/leases";
        _item = $"{_collection}/{Uri.EscapeDataString(name)}";
    }

    /// <summary>A fresh read: without a resource version the API server asks its store's quorum. Null when there is none.</summary>
    /// <exception cref="ApiCallException">The call failed.</exception>
    public async Task<LeaseDocument?> GetAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, _item, null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        await EnsureAsync(response, "read", cancellationToken);
        return await response.Content.ReadFromJsonAsync(LeaseJson.Default.LeaseDocument, cancellationToken);
    }

    /// <summary>Creates the Lease. False when somebody was faster.</summary>
    /// <exception cref="ApiCallException">The call failed.</exception>
    public Task<bool> CreateAsync(LeaseDocument lease, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Post, _collection, lease, cancellationToken);

    /// <summary>Replaces the Lease if it is still the one that was read. False when somebody was faster.</summary>
    /// <exception cref="ApiCallException">The call failed.</exception>
    public Task<bool> ReplaceAsync(LeaseDocument lease, CancellationToken cancellationToken) =>
        WriteAsync(HttpMethod.Put, _item, lease, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_http.IsValueCreated)
            _http.Value.Dispose();
    }

    private async Task<bool> WriteAsync(HttpMethod method, string path, LeaseDocument lease, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(lease, LeaseJson.Default.LeaseDocument);
        using var response = await SendAsync(method, path, content, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
            return false;
        await EnsureAsync(response, "write", cancellationToken);
        return true;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        // Tokens are rotated on disk: read each time.
        var token = await File.ReadAllTextAsync(_tokenFile, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        return await _http.Value.SendAsync(request, cancellationToken);
    }

    private static async Task EnsureAsync(HttpResponseMessage response, string doing, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        const int shownMax = 300;
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        throw new ApiCallException(response.StatusCode,
            $"cannot {doing} the Lease: {(int)response.StatusCode}: {(text.Length > shownMax ? text[..shownMax] : text)}");
    }
}

/// <summary>The API answered with an error.</summary>
internal sealed class ApiCallException(HttpStatusCode status, string message) : Exception(message)
{
    /// <summary>True when the same call may succeed a little later: overload, a fault of the server, a token in rotation.</summary>
    public bool MayPass => (int)status >= 500
        || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.Unauthorized;
}
