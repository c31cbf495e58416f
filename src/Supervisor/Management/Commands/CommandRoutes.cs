using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LustreSupervisor.Supervisor.Management.Commands;

/// <summary>The routes that change something. Bodies are bounded by the server; what is not understood changes nothing.</summary>
/// <param name="commands">Who carries the orders out.</param>
internal sealed class CommandRoutes(ITopologyCommands commands)
{
    private static readonly (string Verb, OrderKind Kind)[] Orders =
    [
        ("release", OrderKind.Release),
        ("failover", OrderKind.Failover),
        ("fence", OrderKind.Fence),
        ("state-off", OrderKind.StateOff),
    ];

    /// <summary>Path of an order.</summary>
    /// <param name="kind">What is ordered.</param>
    /// <param name="name">Name of the target.</param>
    internal static string PathOf(OrderKind kind, string name) =>
        $"/v1/targets/{Uri.EscapeDataString(name)}/{Array.Find(Orders, o => o.Kind == kind).Verb}";

    /// <summary>Adds the routes.</summary>
    /// <param name="routes">The endpoint's table.</param>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (verb, kind) in Orders)
            routes.MapMethods($"/v1/targets/{{name}}/{verb}", [HttpMethods.Post], http => OrderAsync(http, kind));
    }

    private async Task OrderAsync(HttpContext http, OrderKind kind)
    {
        if (await ReadAsync(http, ManagementJson.Default.TargetOrder, "by, statement, confirm, fencingNumber, dryRun, toNode") is not { } order)
            return;
        if (order.ToNode is not null && kind != OrderKind.Failover)
        {
            await ManagementRoutes.RefuseAsync(http, StatusCodes.Status400BadRequest, "toNode belongs to a failover only");
            return;
        }

        await AnswerAsync(http, await commands.OrderAsync(kind, Space(http), Name(http), order, http.RequestAborted));
    }

    /// <summary>The body; null when it was refused.</summary>
    private static async Task<T?> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> json, string fields)
        where T : class
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync(http.Request.Body, json, http.RequestAborted) is { } body)
                return body;
            await RefuseAsync(http, fields, "it is null");
        }
        catch (JsonException wrong)
        {
            await RefuseAsync(http, fields, wrong.Message);
        }
        catch (BadHttpRequestException wrong)
        {
            // Kestrel's word for a body that is too large or breaks off.
            await RefuseAsync(http, fields, wrong.Message);
        }

        return null;
    }

    private static Task RefuseAsync(HttpContext http, string fields, string why) => ManagementRoutes.RefuseAsync(
        http, StatusCodes.Status400BadRequest, $"the body is no JSON object with the fields {fields}: {why}");

    private static Task AnswerAsync(HttpContext http, CommandAnswer answer)
    {
        http.Response.StatusCode = answer.Result switch
        {
            CommandResult.Refused => StatusCodes.Status409Conflict,
            CommandResult.NotFound => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status200OK,
        };
        return http.Response.WriteAsJsonAsync(answer, ManagementJson.Default.CommandAnswer, cancellationToken: http.RequestAborted);
    }

    private static string? Space(HttpContext http) => http.Request.Query["namespace"] is [{ Length: > 0 } wanted, ..] ? wanted : null;

    private static string Name(HttpContext http) => (string)http.Request.RouteValues["name"]!;
}
