using System.Net;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Server;

/// <summary>
/// The kubelet's own endpoint, on the node's loopback address: <c>GET /containerLogs/NAMESPACE/POD/CONTAINER</c>, for the API server only.
/// </summary>
internal sealed class KubeletServer : IAsyncDisposable
{
    private const string LogsPath = "/containerLogs/{space}/{pod}/{container}";
    private readonly CancellationTokenSource stopping = new();
    private readonly WebApplication application;
    private readonly KubeletLoop kubelet;
    private readonly LogFiles logs;
    private readonly TimeProvider time;
    private readonly string secret;

    /// <summary>An endpoint; it listens once started.</summary>
    /// <param name="address">The node's address.</param>
    /// <param name="secret">What a caller must know.</param>
    /// <param name="kubelet">Knows the pods.</param>
    /// <param name="logs">Logs of containers.</param>
    /// <param name="time">Clock.</param>
    public KubeletServer(string address, string secret, KubeletLoop kubelet, LogFiles logs, TimeProvider time)
    {
        (this.secret, this.kubelet, this.logs, this.time) = (secret, kubelet, logs, time);
        application = QuietWebApplication.Create(kestrel => kestrel.Listen(IPAddress.Parse(address), 0));
        application.MapGet(LogsPath, ServeAsync);
    }

    /// <summary>Port that it listens on, once started.</summary>
    public int Port => new Uri(application.Urls.Single()).Port;

    /// <summary>Starts to listen.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task StartAsync(CancellationToken cancellationToken) => application.StartAsync(cancellationToken);

    /// <summary>Ends what is followed, and stops to listen.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await application.DisposeAsync();
        stopping.Dispose();
    }

    private static Task RefuseAsync(HttpContext context, int code, string why)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(why, context.RequestAborted);
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (!KubeletSecret.Admits(secret, context.Request.Headers.Authorization.ToString()))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized");
            return;
        }

        var (space, name, container) = (Route(context, "space"), Route(context, "pod"), Route(context, "container"));
        if (kubelet.Find(space, name) is not { } worker)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"pod \"{name}\" does not exist\n");
            return;
        }

        if (worker.Reporter.Facts.Containers.Find(facts => facts.Spec.Name == container) is not { } found)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"container \"{container}\" not found in pod \"{name}\"\n");
            return;
        }

        var wish = LogQuery.Read(context.Request.Query, time.GetUtcNow());
        var (run, refusal) = LogChoice.Of(found, name, wish.Previous);
        if (refusal is not null)
            await RefuseAsync(context, StatusCodes.Status400BadRequest, refusal);
        else
            await CopyAsync(context, logs.Find(worker.Reporter.Pod, container, run), wish);
    }

    private async Task CopyAsync(HttpContext context, (string Path, ContainerLog? Live) log, LogWish wish)
    {
        context.Response.ContentType = "text/plain";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.StartAsync(context.RequestAborted);
        using var reader = new LogReader(wish, context.Response.Body);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping.Token);
        try
        {
            if (log.Live is { } live)
                await reader.CopyAsync(live, end.Token);
            else
                await reader.CopyAsync(log.Path, end.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The reader has gone, or the log was removed under it with its pod.
        }
    }

    private static string Route(HttpContext context, string name) => (string?)context.Request.RouteValues[name] ?? "";
}
