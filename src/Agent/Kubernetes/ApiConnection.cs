using System.Net;
using System.Net.Http.Headers;

namespace LustreSupervisor.Agent.Kubernetes;

/// <summary>Requests to the Kubernetes API, by the files of the service account. The whole of a Kubernetes client that an agent needs.</summary>
internal sealed class ApiConnection : IDisposable
{
    /// <summary>One request: the API server answers in milliseconds, or it is in trouble.</summary>
    private static readonly TimeSpan RequestWithin = TimeSpan.FromSeconds(5);

    /// <summary>Objects are a few hundred bytes; managed fields make them a few thousand, and a node's devices some more.</summary>
    private const int AnswerBytesMax = 4 << 20;

    private readonly Lazy<HttpClient> _http;

    private readonly string _tokenFile;

    /// <summary>
    /// Makes a connection. The handler is made at the first request: loading certificates takes longer than starting to listen.
    /// </summary>
    public ApiConnection(Uri api, Func<HttpMessageHandler> handler, string tokenFile)
    {
        _http = new(() => new HttpClient(handler())
        {
            BaseAddress = api,
            Timeout = RequestWithin,
            MaxResponseContentBufferSize = AnswerBytesMax,
        });
        _tokenFile = tokenFile;
    }

    /// <summary>Sends one request.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        // Tokens are rotated on disk: read each time.
        var token = await File.ReadAllTextAsync(_tokenFile, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        return await _http.Value.SendAsync(request, cancellationToken);
    }

    /// <summary>Throws what the API server refused with.</summary>
    /// <exception cref="ApiCallException">The call failed.</exception>
    public static async Task EnsureAsync(HttpResponseMessage response, string doing, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        const int shownMax = 300;
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        throw new ApiCallException(response.StatusCode,
            $"cannot {doing}: {(int)response.StatusCode}: {(text.Length > shownMax ? text[..shownMax] : text)}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_http.IsValueCreated)
            _http.Value.Dispose();
    }
}

/// <summary>The API answered with an error.</summary>
internal sealed class ApiCallException(HttpStatusCode status, string message) : Exception(message)
{
    /// <summary>What it answered with.</summary>
    public HttpStatusCode Status => status;

    /// <summary>True when the same call may succeed a little later: overload, a fault of the server, a token in rotation.</summary>
    public bool MayPass => (int)status >= 500
        || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.Unauthorized;
}
