using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.Supervisor.Tests.Cli;

/// <summary>Answers like a Kubernetes API server, over real HTTP: objects by path, server-side apply that merges nothing.</summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonObject> objects = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> patches = new();
    private readonly WebApplication app;

    private FakeApiServer(WebApplication app) => this.app = app;

    /// <summary>Kubeconfig that names this server.</summary>
    public string Kubeconfig { get; private set; } = "";

    /// <summary>Path and query of every patch, in order.</summary>
    public IReadOnlyList<string> Patches => [.. patches];

    /// <summary>What an apply changes in the object that it stores, as controllers would.</summary>
    public Action<JsonObject> OnApply { get; set; } = _ => { };

    /// <summary>Called with the path of every read, before it is answered.</summary>
    public Action<string> OnRead { get; set; } = _ => { };

    /// <summary>When set, every request is answered with this status and body.</summary>
    public (int Status, string Body)? Refusal { get; set; }

    public static async Task<FakeApiServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FakeApiServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        server.Kubeconfig = Path.Combine(Directory.CreateTempSubdirectory("cli-test-").FullName, "kubeconfig");
        await File.WriteAllTextAsync(server.Kubeconfig, $$$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "{{{server.app.Urls.Single()}}}"}}]
            users: [{name: u, user: {token: secret}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            current-context: x
            """);
        return server;
    }

    /// <summary>Stores an object at its path.</summary>
    public void Put(string path, string json) => objects[path] = JsonNode.Parse(json)!.AsObject();

    /// <summary>The object at a path; null when there is none.</summary>
    public JsonObject? Get(string path) => objects.GetValueOrDefault(path);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(Kubeconfig)!, recursive: true);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.TrimStart('/');
        var (status, body) = Refusal ?? (http.Request.Method == HttpMethods.Patch ? await PatchAsync(http, path) : Read(path));
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body);
    }

    private (int Status, string Body) Read(string path)
    {
        OnRead(path);
        if (objects.TryGetValue(path, out var found))
            return (200, found.ToJsonString());
        // The collection of a kind: every object below it, in any namespace. A kind without objects is unknown unless put as an empty list.
        var plural = path.Split('/')[^1];
        var space = path.Contains("/namespaces/", StringComparison.Ordinal) ? path : null;
        var items = objects.Where(entry => entry.Key.Split('/') is [.., var kind, _] && kind == plural)
            .Where(entry => space is null || entry.Key.StartsWith(space + "/", StringComparison.Ordinal))
            .Select(entry => entry.Value.DeepClone()).ToArray();
        var known = items.Length > 0 || objects.Keys.Any(key => key.Split('/') is [.., var kind, _] && kind == plural);
        return known
            ? (200, new JsonObject { ["metadata"] = new JsonObject(), ["items"] = new JsonArray(items) }.ToJsonString())
            : (404, """{"kind":"Status","message":"not found"}""");
    }

    private async Task<(int Status, string Body)> PatchAsync(HttpContext http, string path)
    {
        patches.Enqueue(path + http.Request.QueryString);
        var applied = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        OnApply(applied);
        if (!http.Request.Query.ContainsKey("dryRun"))
            objects[path] = applied;
        return (200, applied.ToJsonString());
    }
}
