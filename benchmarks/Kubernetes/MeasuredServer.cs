using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using k8s;

namespace LustreSupervisor.Benchmarks.Kubernetes;

/// <summary>The API server, asked over HTTPS with the administrator's kubeconfig, with a clock beside it.</summary>
internal sealed class MeasuredServer : IDisposable
{
    private const string Space = "api/v1/namespaces/bench";
    private const string Json = "application/json";
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private const string Map = "told";

    private readonly k8s.Kubernetes client;
    private readonly TimeProvider time;

    /// <summary>Opens a client.</summary>
    /// <param name="kubeconfig">The cluster.</param>
    /// <param name="time">Clock.</param>
    public MeasuredServer(string kubeconfig, TimeProvider time)
    {
        client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        this.time = time;
    }

    /// <summary>Makes the namespace.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await TimeAsync(HttpMethod.Post, "api/v1/namespaces", """{"metadata":{"name":"bench"}}""", Json, cancellationToken);
        await TimeAsync(HttpMethod.Post, $"{Space}/configmaps", $$"""{"metadata":{"name":"{{Map}}"} }""", Json, cancellationToken);
    }

    /// <summary>Makes a pod like a server's, which no scheduler takes; returns milliseconds.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<double> CreatePodAsync(int number, CancellationToken cancellationToken) => TimeAsync(HttpMethod.Post, $"{Space}/pods", $$"""
        {"metadata":{"name":"pod-{{number.ToString(CultureInfo.InvariantCulture)}}","labels":{"app.kubernetes.io/managed-by":"bench"},
        "annotations":{"lustre.cloudnative-hpc.io/incarnation":"1.1.0123456789abcdef"} },
        "spec":{"schedulerName":"nobody","restartPolicy":"Never","containers":[{"name":"server","image":"none","command":["lustre-agent","target"],
        "resources":{"limits":{"cpu":"100m","memory":"256Mi"} } }]} }
        """, Json, cancellationToken);

    /// <summary>The cheapest request there is; returns milliseconds.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<double> AskNothingAsync(CancellationToken cancellationToken) => TimeAsync(HttpMethod.Get, "livez", null, Json, cancellationToken);

    /// <summary>Lists pods and reads the answer to its end; returns milliseconds.</summary>
    /// <param name="query">Query.</param>
    /// <param name="asTable">As kubectl asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<double> ListAsync(string query, bool asTable, CancellationToken cancellationToken) =>
        TimeAsync(HttpMethod.Get, $"{Space}/pods?{query}", null, asTable ? Table : Json, cancellationToken);

    /// <summary>Writes an object again and again under a watch; returns milliseconds from each write to its answer and to its event.</summary>
    /// <param name="changes">How often.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(List<double> Written, List<double> Told)> WatchAsync(int changes, CancellationToken cancellationToken)
    {
        using var request = await RequestAsync(HttpMethod.Get, $"{Space}/configmaps?watch=true&fieldSelector=metadata.name%3D{Map}", null, Json, cancellationToken);
        using var response = await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken));
        await reader.ReadLineAsync(cancellationToken);
        var (written, told) = (new List<double>(changes), new List<double>(changes));
        for (var change = 0; change < changes; change++)
        {
            var sent = time.GetTimestamp();
            var reading = ReadAsync(reader, sent, cancellationToken);
            written.Add(await TimeAsync(HttpMethod.Put, $"{Space}/configmaps/{Map}",
                $$"""{"metadata":{"name":"{{Map}}"},"data":{"n":"{{change.ToString(CultureInfo.InvariantCulture)}}"} }""", Json, cancellationToken));
            told.Add(await reading);
        }

        return (written, told);
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<double> ReadAsync(StreamReader reader, long sent, CancellationToken cancellationToken)
    {
        _ = await reader.ReadLineAsync(cancellationToken) ?? throw new HttpRequestException("The watch ended.");
        return time.GetElapsedTime(sent).TotalMilliseconds;
    }

    private async Task<double> TimeAsync(HttpMethod method, string path, string? body, string accept, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var request = await RequestAsync(method, path, body, accept, cancellationToken);
        using var response = await client.HttpClient.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return time.GetElapsedTime(started).TotalMilliseconds;
    }

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, string path, string? body, string accept, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, Json);
        if (client.Credentials is { } credentials)
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        return request;
    }
}
