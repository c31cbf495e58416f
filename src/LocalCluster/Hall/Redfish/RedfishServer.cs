using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Hall.Redfish;

/// <summary>The simulated management controllers: the subset of Redfish (DSP0266) that a fence agent needs.</summary>
internal sealed class RedfishServer : IAsyncDisposable
{
    private const string SystemPath = "/redfish/v1/Systems/{uuid}";
    private const string ResetPath = SystemPath + "/Actions/ComputerSystem.Reset";
    private readonly Func<string, Machine?> find;
    private readonly BasicAuthentication authentication;
    private readonly WebApplication application;
    private readonly CancellationToken hallStops;

    /// <summary>Controllers of those machines.</summary>
    /// <param name="find">Finds a machine by its system UUID.</param>
    /// <param name="password">Password of the user <c>admin</c>.</param>
    /// <param name="port">Loopback port; 0 takes a free one.</param>
    /// <param name="hallStops">Ends power operations under way.</param>
    public RedfishServer(Func<string, Machine?> find, string password, int port, CancellationToken hallStops)
    {
        this.find = find;
        this.hallStops = hallStops;
        authentication = new BasicAuthentication(password);
        application = QuietWebApplication.Create(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        application.MapGet(SystemPath, context => WithMachineAsync(context, DescribeAsync));
        application.MapPost(ResetPath, context => WithMachineAsync(context, ResetAsync));
    }

    /// <summary>Port that it listens on, once started.</summary>
    public int Port => new Uri(application.Urls.Single()).Port;

    /// <summary>Starts to listen.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task StartAsync(CancellationToken cancellationToken) => application.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private async Task WithMachineAsync(HttpContext context, Func<HttpContext, Machine, Task> handle)
    {
        if (!authentication.Admits(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Redfish\"";
            await FailAsync(context, StatusCodes.Status401Unauthorized, "Base.1.0.NoValidSession", "Credentials are missing or wrong.");
            return;
        }

        var uuid = (string?)context.Request.RouteValues["uuid"] ?? "";
        if (find(uuid) is { } machine)
            await handle(context, machine);
        else
            await FailAsync(context, StatusCodes.Status404NotFound, "Base.1.0.ResourceMissingAtURI", $"There is no system {uuid} here.");
    }

    private static Task DescribeAsync(HttpContext context, Machine machine) => context.Response.WriteAsJsonAsync(new ComputerSystem(
        $"/redfish/v1/Systems/{machine.SystemUuid}",
        "#ComputerSystem.v1_20_0.ComputerSystem",
        machine.SystemUuid,
        machine.Name,
        machine.SystemUuid,
        machine.Power.ToString()));

    private async Task ResetAsync(HttpContext context, Machine machine)
    {
        ResetRequest? request;
        try
        {
            request = await context.Request.ReadFromJsonAsync<ResetRequest>(hallStops);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, "Base.1.0.MalformedJSON", error.Message);
            return;
        }

        // The caller's connection may break: what was begun is finished all the same.
        switch (request?.ResetType)
        {
            case "On":
                await machine.PowerOnAsync(hallStops);
                break;
            case "ForceOff" when await machine.PowerOffAsync(hallStops):
                break;
            case "ForceRestart" when await machine.PowerOffAsync(hallStops):
                await machine.PowerOnAsync(hallStops);
                break;
            case "ForceOff" or "ForceRestart":
                await FailAsync(context, StatusCodes.Status500InternalServerError, "Base.1.0.InternalError",
                    "A process of the machine would not die: the power stays on.");
                return;
            default:
                await FailAsync(context, StatusCodes.Status400BadRequest, "Base.1.0.ActionParameterNotSupported",
                    "ResetType must be ForceOff, On or ForceRestart.");
                return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task FailAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(RedfishError.Of(code, message));
    }
}
