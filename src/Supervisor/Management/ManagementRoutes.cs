using System.Text.Json.Serialization.Metadata;
using LustreSupervisor.Supervisor.Management.Metrics;

namespace LustreSupervisor.Supervisor.Management;

/// <summary>The routes of the management endpoint. Reading only; other verbs are answered with 405.</summary>
/// <param name="data">What the running supervisor knows.</param>
/// <param name="time">Clock of the deadlines.</param>
internal sealed class ManagementRoutes(IManagementData data, TimeProvider time)
{
    /// <summary>Paths that answer without credentials: orchestrators have none.</summary>
    public static bool IsOpen(PathString path) => path == "/alive" || path == "/ready";

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        Get(routes, "/alive", http => HealthAsync(http, data.WhyNotAliveAsync));
        Get(routes, "/ready", http => HealthAsync(http, data.WhyNotReadyAsync));
        Get(routes, "/cluster/members", http => AnswerAsync(http, data.MembersAsync, ManagementJson.Default.ClusterMembers));
        Get(routes, "/cluster/shards", http => AnswerAsync(
            http, async cancelled => new ShardTypesAnswer(await data.ShardTypesAsync(cancelled)), ManagementJson.Default.ShardTypesAnswer));
        Get(routes, "/cluster/shards/{name}", ShardsAsync);
        Get(routes, "/metrics", MetricsAsync);
        Get(routes, "/v1/filesystems", http => AnswerAsync(
            http, async cancelled => new FilesystemsAnswer(await FilesystemsAsync(http, cancelled)), ManagementJson.Default.FilesystemsAnswer));
        Get(routes, "/v1/targets", http => AnswerAsync(
            http, async cancelled => new TargetsAnswer(await TargetsAsync(http, cancelled)), ManagementJson.Default.TargetsAnswer));
        Get(routes, "/v1/targets/{name}", TargetAsync);
        Get(routes, "/v1/targets/{name}/explain", http => OneAsync(
            http, "target", data.ExplainAsync, explanation => explanation, ManagementJson.Default.Explanation));
        Get(routes, "/v1/filesystems/{name}/crash-policy", http => OneAsync(
            http, "file system", data.CrashPolicyAsync, text => new CrashPolicyAnswer(text), ManagementJson.Default.CrashPolicyAnswer));
    }

    private static void Get(IEndpointRouteBuilder routes, string path, RequestDelegate handler) => routes.MapMethods(path, [HttpMethods.Get], handler);

    private async Task HealthAsync(HttpContext http, Func<CancellationToken, Task<string?>> check)
    {
        string? problem;
        try
        {
            problem = await WithinAsync(http, ManagementLimits.HealthTime, check) is { } reason ? $"Not Healthy: {reason}" : null;
        }
        // Whatever breaks a check, the answer is "not healthy"; an orchestrator needs the body, not a closed connection.
        catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested)
        {
            problem = $"Health Check Failed: {fault.Message}";
        }

        if (problem is null)
            return;
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(problem, http.RequestAborted);
    }

    private async Task MetricsAsync(HttpContext http)
    {
        var text = await WithinAsync(http, ManagementLimits.AnswerTime, data.MetricsAsync);
        http.Response.ContentType = PrometheusText.ContentType;
        await http.Response.WriteAsync(text, http.RequestAborted);
    }

    private async Task ShardsAsync(HttpContext http)
    {
        var name = RouteName(http);
        var shards = await WithinAsync(http, ManagementLimits.AnswerTime, cancelled => data.ShardsAsync(name, cancelled));
        if (shards is null)
            await RefuseAsync(http, StatusCodes.Status404NotFound, $"Shard Region {name} is not started");
        else
            await WriteAsync(http, new ShardsAnswer(shards), ManagementJson.Default.ShardsAnswer);
    }

    private async Task TargetAsync(HttpContext http)
    {
        var name = RouteName(http);
        var all = await WithinAsync(http, ManagementLimits.AnswerTime, cancelled => TargetsAsync(http, cancelled));
        var found = all.Where(target => target.Name == name).ToList();
        if (found.Count == 1)
            await WriteAsync(http, found[0], ManagementJson.Default.TargetSummary);
        else if (found.Count == 0)
            await RefuseAsync(http, StatusCodes.Status404NotFound, $"no target {name}");
        else
            await RefuseAsync(
                http,
                StatusCodes.Status409Conflict,
                $"{found.Count} targets are named {name}; say which by ?namespace={string.Join(" or ?namespace=", found.Select(target => target.Namespace))}");
    }

    /// <summary>Answers about the one object of a name; which one must be said where there are several.</summary>
    private async Task OneAsync<T, TAnswer>(
        HttpContext http,
        string what,
        Func<string?, string, CancellationToken, Task<IReadOnlyList<T>>> read,
        Func<T, TAnswer> answer,
        JsonTypeInfo<TAnswer> json)
    {
        var name = RouteName(http);
        var space = http.Request.Query["namespace"] is [{ Length: > 0 } wanted, ..] ? wanted : null;
        var found = await WithinAsync(http, ManagementLimits.AnswerTime, cancelled => read(space, name, cancelled));
        if (found.Count == 1)
            await WriteAsync(http, answer(found[0]), json);
        else if (found.Count == 0)
            await RefuseAsync(http, StatusCodes.Status404NotFound, $"no {what} {name}");
        else
            await RefuseAsync(http, StatusCodes.Status409Conflict, $"{found.Count} of that name: say which by ?namespace=");
    }

    private async Task<IReadOnlyList<FilesystemSummary>> FilesystemsAsync(HttpContext http, CancellationToken cancelled) =>
        [.. (await data.FilesystemsAsync(cancelled)).Where(filesystem => IsAskedFor(http, filesystem.Namespace))
            .OrderBy(filesystem => filesystem.Namespace, StringComparer.Ordinal).ThenBy(filesystem => filesystem.Name, StringComparer.Ordinal)];

    private async Task<IReadOnlyList<TargetSummary>> TargetsAsync(HttpContext http, CancellationToken cancelled) =>
        [.. (await data.TargetsAsync(cancelled)).Where(target => IsAskedFor(http, target.Namespace))
            .OrderBy(target => target.Namespace, StringComparer.Ordinal).ThenBy(target => target.Name, StringComparer.Ordinal)];

    private static bool IsAskedFor(HttpContext http, string space) =>
        http.Request.Query["namespace"] is not [{ Length: > 0 } wanted, ..] || wanted == space;

    private async Task AnswerAsync<T>(HttpContext http, Func<CancellationToken, Task<T>> read, JsonTypeInfo<T> json) =>
        await WriteAsync(http, await WithinAsync(http, ManagementLimits.AnswerTime, read), json);

    private async Task<T> WithinAsync<T>(HttpContext http, TimeSpan limit, Func<CancellationToken, Task<T>> read)
    {
        using var timed = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timed.Token, http.RequestAborted);
        try
        {
            // Not every reader heeds its token in time; the caller gets its answer all the same.
            return await read(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (timed.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {limit.TotalSeconds:0} s");
        }
    }

    internal static Task RefuseAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        return WriteAsync(http, new ErrorAnswer(message), ManagementJson.Default.ErrorAnswer);
    }

    private static Task WriteAsync<T>(HttpContext http, T answer, JsonTypeInfo<T> json) =>
        http.Response.WriteAsJsonAsync(answer, json, cancellationToken: http.RequestAborted);

    private static string RouteName(HttpContext http) => (string)http.Request.RouteValues["name"]!;
}
