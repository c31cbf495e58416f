using System.Globalization;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Security;
using LustreSupervisor.LocalCluster.Api.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>
/// Every request: authentication and authorization, then health, discovery or a resource. Whatever goes wrong is answered with a <c>Status</c>;
/// no request ends the server.
/// </summary>
internal sealed partial class RequestPipeline(
    AccessControl control, ResourceRegistry registry, DiscoveryEndpoint discovery, ResourceEndpoint resources, ILogger log)
{
    private static readonly string[] HealthPaths = ["/livez", "/readyz", "/healthz"];

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (StatusException e)
        {
            await FailAsync(context, e);
        }
        catch (ObjectTooLargeException)
        {
            await FailAsync(context, Errors.TooLarge());
        }
        catch (SqliteException e)
        {
            LogFault(log, context.Request.Method, context.Request.Path, e);
            await FailAsync(context, Errors.StoreFailed(e.Message));
        }
        catch (BadHttpRequestException e)
        {
            await FailAsync(context, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? Errors.TooLarge() : Errors.BadRequest(e.Message));
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (Exception e)
        {
            // The last line of defence: a fault in one request must not become the server's.
            LogFault(log, context.Request.Method, context.Request.Path, e);
            await FailAsync(context, Errors.Internal());
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value is { Length: > 0 } given ? given : "/";
        var isHealth = HealthPaths.Contains(path);
        var caller = control.Admit(context.Request);
        var segments = path.Trim('/').Split('/');
        if (isHealth) return GetOnly(context, () => Reply.BytesAsync(context, 200, "ok"u8.ToArray(), "text/plain; charset=utf-8"));
        if (discovery.TryAnswer(context, segments) is { } answered) return answered;
        var parsed = ResourcePath.Parse(path[1..].Split('/')) ?? throw Errors.UnknownPath();
        var type = parsed.Resolve(registry) ?? throw Errors.UnknownPath();
        return resources.HandleAsync(new ApiRequest(context, caller, type, parsed.Namespace, parsed.Name, parsed.Subresource));
    }

    private static Task GetOnly(HttpContext context, Func<Task> answer) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? answer() : throw Errors.MethodNotAllowed();

    private static Task FailAsync(HttpContext context, StatusException error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        if (error.Code == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        if (error.RetryAfterSeconds > 0) context.Response.Headers.RetryAfter = error.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Reply.JsonAsync(context, error.Code, error.ToStatus());
    }

    [LoggerMessage(EventId = 2102, Level = LogLevel.Error, Message = "{Method} {Path} failed by a fault of the server")]
    private static partial void LogFault(ILogger log, string method, string path, Exception error);
}
