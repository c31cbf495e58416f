using System.Text.Json;

namespace LustreSupervisor.Supervisor.Management.Commands;

/// <summary>The routes that change something. Bodies are bounded by the server; what is not understood changes nothing.</summary>
/// <param name="commands">Who carries the orders out.</param>
internal sealed class CommandRoutes(ITopologyCommands commands)
{
    /// <summary>Adds the routes.</summary>
    /// <param name="routes">The endpoint's table.</param>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/targets/{name}/release", [HttpMethods.Post], ReleaseAsync);

    private async Task ReleaseAsync(HttpContext http)
    {
        ReleaseOrder? order;
        try
        {
            order = await JsonSerializer.DeserializeAsync(http.Request.Body, ManagementJson.Default.ReleaseOrder, http.RequestAborted);
        }
        catch (JsonException wrong)
        {
            await ManagementRoutes.RefuseAsync(
                http, StatusCodes.Status400BadRequest, $"the body is not {{\"by\":…,\"statement\":…}}: {wrong.Message}");
            return;
        }

        var space = http.Request.Query["namespace"] is [{ Length: > 0 } wanted, ..] ? wanted : null;
        var answer = await commands.ReleaseAsync(
            space, (string)http.Request.RouteValues["name"]!, order ?? new ReleaseOrder(), http.RequestAborted);
        http.Response.StatusCode = answer.Result switch
        {
            CommandResult.Refused => StatusCodes.Status409Conflict,
            CommandResult.NotFound => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status200OK,
        };
        await http.Response.WriteAsJsonAsync(answer, ManagementJson.Default.CommandAnswer, cancellationToken: http.RequestAborted);
    }
}
