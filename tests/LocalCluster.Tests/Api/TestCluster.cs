using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using LustreSupervisor.LocalCluster.Api;
using LustreSupervisor.LocalCluster.Api.Security.Identities;

namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>An API server of its own, a KubernetesClient by its kubeconfig, and a plain HTTPS client.</summary>
public sealed class TestCluster : IAsyncDisposable, IAsyncLifetime
{
    /// <summary>Longest wait for something that is to happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ApiServer? server;
    private HttpClient? http;

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("api-test-").FullName;

    public Kubernetes Client { get; private set; } = null!;

    public int Port => server!.Port;

    internal int? StorePagesMax { get; set; }

    internal int HistoryLimit { get; init; } = 1000;

    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    internal TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromSeconds(1);

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async Task StartAsync(int port = 0)
    {
        var options = new ApiServerOptions { StateDirectory = Directory, Port = port, HistoryLimit = HistoryLimit, BookmarkInterval = BookmarkInterval, StorePagesMax = StorePagesMax, Clock = Clock };
        server = await ApiServer.StartAsync(options, Ct);
        Client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(server.KubeconfigPath));
        http = new HttpClient(new SocketsHttpHandler { SslOptions = Trust(), AllowAutoRedirect = false }) { BaseAddress = new Uri($"https://127.0.0.1:{server.Port}/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token("admin"));
    }

    public async Task StopAsync()
    {
        Client?.Dispose();
        http?.Dispose();
        if (server is not null) await server.DisposeAsync();
        server = null;
    }

    public string Token(string name) => File.ReadAllText(Path.Combine(Directory, "api", $"{name}.token"));

    /// <summary>The token of a node, as its process gets it when it joins.</summary>
    public string NodeToken(string node) => TokenFiles.OfNode(Path.Combine(Directory, "api"), node);

    /// <summary>One request, with its answer read as JSON; an answer that is no single object (text, a watch) is under <c>text</c>.</summary>
    public async Task<(int Code, JsonObject Body)> SendAsync(
        string method, string path, string? body = null, string contentType = "application/json", string? authorization = null, Version? version = null,
        string? accept = null, string? asUser = null) =>
        await SendBytesAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), contentType, authorization, version, accept, asUser);

    /// <summary>The same with a body that need not be text.</summary>
    public async Task<(int Code, JsonObject Body)> SendBytesAsync(
        string method, string path, byte[]? body, string contentType, string? authorization = null, Version? version = null, string? accept = null,
        string? asUser = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Version = version ?? new Version(1, 1) };
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (asUser is not null) request.Headers.TryAddWithoutValidation("Impersonate-User", asUser);
        using var response = await http!.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        var isObject = text.StartsWith('{') && !text.EndsWith('\n');
        return ((int)response.StatusCode, isObject ? JsonNode.Parse(text)!.AsObject() : new JsonObject { ["text"] = text });
    }

    /// <summary>A document in the form that <paramref name="accept"/> asks for.</summary>
    public async Task<byte[]> BytesAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await http!.SendAsync(request, Ct);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(Ct);
    }

    /// <summary>The lines of a watch, as they arrive.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(string path, string accept = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await http!.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Ct));
        while (await reader.ReadLineAsync(Ct) is { } line) yield return JsonNode.Parse(line)!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private SslClientAuthenticationOptions Trust()
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Directory, "api", "ca.crt"));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }
}
