using System.Collections.Concurrent;
using System.Threading.Channels;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.Supervisor.Tests.Kubernetes;

/// <summary>An API server that says what a test tells it to say.</summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Channel<FakeWatch>> _watches = new();
    private readonly CancellationTokenSource _stop = new();

    private FakeApi(WebApplication app) => _app = app;

    /// <summary>Answers everything but watches.</summary>
    public Func<FakeRequest, FakeAnswer> Answer { get; set; } = _ => new FakeAnswer(404, "{}");

    public KubernetesSettings Settings { get; } = new();

    public KubernetesApi Client { get; private set; } = null!;

    /// <summary>Requests answered so far, watches excluded.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    public static async Task<FakeApi> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var api = new FakeApi(builder.Build());
        api._app.Run(api.HandleAsync);
        await api._app.StartAsync(cancellationToken);
        var address = api._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        api.Client = new KubernetesApi(
            new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = address }), api.Settings, TimeProvider.System);
        return api;
    }

    /// <summary>The next watch that a client opens on a collection, such as <c>pods</c>.</summary>
    public ValueTask<FakeWatch> NextWatchAsync(string plural, CancellationToken cancellationToken) =>
        WatchesOf(plural).Reader.ReadAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Client.Dispose();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private Channel<FakeWatch> WatchesOf(string plural) => _watches.GetOrAdd(plural, _ => Channel.CreateUnbounded<FakeWatch>());

    private async Task HandleAsync(HttpContext context)
    {
        var plural = context.Request.Path.Value!.Split('/')[^1];
        using var body = new StreamReader(context.Request.Body);
        var request = new FakeRequest(
            context.Request.Method,
            context.Request.Path.Value,
            context.Request.Query.ToDictionary(entry => entry.Key, entry => entry.Value.ToString()),
            context.Request.ContentType ?? "",
            await body.ReadToEndAsync(_stop.Token));
        if (request.Query.ContainsKey("watch"))
        {
            var watch = new FakeWatch(context, request);
            await WatchesOf(plural).Writer.WriteAsync(watch, _stop.Token);
            await watch.ServeAsync(_stop.Token);
            return;
        }

        Requests.Enqueue(request);
        var answer = Answer(request);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.Body, _stop.Token);
    }
}

internal sealed record FakeRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Query, string ContentType, string Body);

internal sealed record FakeAnswer(int Status, string Body)
{
    public static FakeAnswer Refusal(int status, string reason) =>
        new(status, $$"""{"kind":"Status","status":"Failure","reason":"{{reason}}","message":"because {{reason}}","code":{{status}}}""");

    public static FakeAnswer List(string version, params string[] items) =>
        new(200, $$$"""{"kind":"List","metadata":{"resourceVersion":"{{{version}}}"},"items":[{{{string.Join(',', items)}}}]}""");
}
