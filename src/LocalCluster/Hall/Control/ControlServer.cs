using System.Text.Json;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.LocalCluster.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LustreSupervisor.LocalCluster.Hall.Control;

/// <summary>HTTP on the hall's UNIX socket. The runtime directory's mode (0700) is its authentication.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly WebApplication application;

    /// <summary>A server on that socket.</summary>
    /// <param name="socket">Path of the socket.</param>
    /// <param name="hall">What is controlled.</param>
    public ControlServer(string socket, IHallControl hall)
    {
        application = QuietWebApplication.Create(kestrel => kestrel.ListenUnixSocket(socket, endpoint => endpoint.Protocols = HttpProtocols.Http1));
        application.MapGet(ControlPaths.Status, Answer(context => hall.StatusAsync(context.RequestAborted)));
        application.MapPost(ControlPaths.StartSupervisor, Answer(context => hall.StartSupervisorAsync(context.RequestAborted)));
        application.MapPost(ControlPaths.StartApiServer, Answer(context => hall.StartApiServerAsync(context.RequestAborted)));
        application.MapPost(ControlPaths.RestoreSnapshot, Answer(async context =>
            await hall.RestoreSnapshotAsync(await ReadAsync<SnapshotRestore>(context), context.RequestAborted)));
        application.MapPost(ControlPaths.Nodes, Answer(async context =>
            await hall.AddNodeAsync(await ReadAsync<NodeAddition>(context), context.RequestAborted)));
        application.MapPost(ControlPaths.RemoveNode("{name}"), Answer(async context =>
            await hall.RemoveNodeAsync(Node(context), await ReadAsync<NodeRemoval>(context), context.RequestAborted)));
        application.MapPost(ControlPaths.RebootNode("{name}"), Answer(context => hall.RebootNodeAsync(Node(context), context.RequestAborted)));
        application.MapPost(ControlPaths.IsolateNode("{name}"), Answer(context => hall.IsolateNodeAsync(Node(context), context.RequestAborted)));
        application.MapPost(ControlPaths.RejoinNode("{name}"), Answer(context => hall.RejoinNodeAsync(Node(context), context.RequestAborted)));
        application.MapPost(ControlPaths.Kill, Answer(async context =>
            await hall.KillAsync(await ReadAsync<KillOrder>(context), context.RequestAborted)));
        application.MapGet(ControlPaths.Faults, Answer(context => hall.ActiveFaultsAsync(context.RequestAborted)));
        application.MapPost(ControlPaths.Faults, Answer(async context => await hall.InjectAsync(
            await ReadAsync<FaultOrder>(context), context.RequestAborted)));
        application.MapPost(ControlPaths.Stop, context => hall.StopAsync(context.RequestAborted));
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task StartAsync(CancellationToken cancellationToken) => application.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static string Node(HttpContext context) => (string)context.Request.RouteValues["name"]!;

    private static async Task<T> ReadAsync<T>(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<T>(StateJson.Options, context.RequestAborted)
                ?? throw new StateException("The order is empty.");
        }
        catch (JsonException error)
        {
            throw new StateException($"The order is not understood: {error.Message}", error);
        }
    }

    private static RequestDelegate Answer<T>(Func<HttpContext, Task<T>> answer) => async context =>
    {
        try
        {
            var result = await answer(context);
            await context.Response.WriteAsJsonAsync(result, StateJson.Options, context.RequestAborted);
        }
        catch (StateException refusal)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await context.Response.WriteAsJsonAsync(new HallRefusal(refusal.Message), StateJson.Options, context.RequestAborted);
        }
    };
}
