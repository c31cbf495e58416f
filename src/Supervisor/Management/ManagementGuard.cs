namespace LustreSupervisor.Supervisor.Management;

/// <summary>Stands before every route: asks for the token, and turns faults into answers.</summary>
/// <param name="token">Who may pass.</param>
/// <param name="log">Where faults go.</param>
internal sealed partial class ManagementGuard(ManagementToken token, ILogger log)
{
    /// <summary>Lets a request pass or answers it.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!ManagementRoutes.IsOpen(http.Request.Path) && !token.Admits(http.Request.Headers.Authorization))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await ManagementRoutes.RefuseAsync(http, StatusCodes.Status401Unauthorized, "credentials are missing or wrong: send the token as 'Authorization: Bearer TOKEN'");
            return;
        }

        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed })
                await ManagementRoutes.RefuseAsync(http, http.Response.StatusCode, $"nothing answers {http.Request.Method} {http.Request.Path}");
        }
        catch (TimeoutException late) when (!http.Response.HasStarted)
        {
            await ManagementRoutes.RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, late.Message);
        }
        // The last catch before Kestrel: the fault is logged whole, and the caller learns no more than that there was one.
        catch (Exception fault) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            LogFault(fault, http.Request.Path);
            await ManagementRoutes.RefuseAsync(http, StatusCodes.Status500InternalServerError, "the supervisor failed to answer; its log says why");
        }
    }

    [LoggerMessage(EventId = 8558, Level = LogLevel.Error, Message = "Management request {Path} failed")]
    private partial void LogFault(Exception fault, string path);
}
