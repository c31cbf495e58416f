using System.Text.Json;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Management;

namespace LustreSupervisor.Supervisor.Local.Faults;

/// <summary><c>/v1/local/faults</c> of the management endpoint of a laptop cluster's supervisor: breaks things there, by way of the hall.</summary>
/// <param name="directory">State directory of the laptop cluster.</param>
internal sealed class LocalFaultRoutes(StateDirectory directory)
{
    private const string Path = "/v1/local/faults";

    /// <summary>The routes' mapping where a laptop cluster runs in the directory; null elsewhere, so that nothing answers there.</summary>
    /// <param name="root">State directory as the command line named it; null for none.</param>
    public static Action<IEndpointRouteBuilder>? For(string? root)
    {
        if (root is null)
            return null;
        var directory = new StateDirectory(root);
        try
        {
            return directory.ReadMarker() is { RuntimeDirectory.Length: > 0 } ? new LocalFaultRoutes(directory).Map : null;
        }
        catch (StateException)
        {
            // Another program's directory: a supervisor may keep its journal there, but it is no laptop cluster.
            return null;
        }
    }

    private void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Path, [HttpMethods.Get], http => WithHallAsync(http, async hall =>
            await WriteAsync(http, new { items = await hall.ActiveFaultsAsync(http.RequestAborted) })));
        routes.MapMethods(Path, [HttpMethods.Post], InjectAsync);
    }

    private async Task InjectAsync(HttpContext http)
    {
        FaultOrder? order;
        try
        {
            order = await JsonSerializer.DeserializeAsync<FaultOrder>(http.Request.Body, StateJson.Options, http.RequestAborted);
        }
        catch (JsonException wrong)
        {
            await ManagementRoutes.RefuseAsync(
                http, StatusCodes.Status400BadRequest, $"the body is not {{\"kind\":…,\"subject\":…}}: {wrong.Message}");
            return;
        }

        if (order is null)
            await ManagementRoutes.RefuseAsync(http, StatusCodes.Status400BadRequest, "the body is null");
        else
            await WithHallAsync(http, async hall => await WriteAsync(http, await hall.InjectAsync(order, http.RequestAborted)));
    }

    private async Task WithHallAsync(HttpContext http, Func<IFaultInjector, Task> use)
    {
        try
        {
            using var hall = HallClient.For(directory) ?? throw new StateException($"no hall runs in {directory.Root}");
            await use(hall);
        }
        catch (StateException refusal)
        {
            await ManagementRoutes.RefuseAsync(http, StatusCodes.Status409Conflict, refusal.Message);
        }
        catch (HttpRequestException silent)
        {
            await ManagementRoutes.RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, $"the hall does not answer: {silent.Message}");
        }
    }

    private static Task WriteAsync<T>(HttpContext http, T answer) =>
        http.Response.WriteAsJsonAsync(answer, StateJson.Options, http.RequestAborted);
}
