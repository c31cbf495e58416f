using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.Supervisor.Tests.Fencing;

/// <summary>A management controller of one machine.</summary>
internal sealed class FakeController : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeController(WebApplication app) => _app = app;

    public string Uuid { get; set; } = "4c4c4544-0000-4000-8000-000000000001";

    public string Power { get; set; } = "On";

    /// <summary>Power states that are told, one a read, after a reset; the last one stays.</summary>
    public Queue<string> AfterReset { get; } = new(["Off"]);

    public int ResetStatus { get; set; } = 204;

    /// <summary>The reset action as the controller declares it; empty for not at all.</summary>
    public string ResetTarget { get; set; } = "";

    public List<string> Resets { get; } = [];

    public string Authorization { get; private set; } = "";

    public string Address { get; private set; } = "";

    public static async Task<FakeController> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var controller = new FakeController(builder.Build());
        controller._app.Run(controller.HandleAsync);
        await controller._app.StartAsync(cancellationToken);
        var server = controller._app.Services.GetRequiredService<IServer>();
        controller.Address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/redfish/v1/Systems/1";
        return controller;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        Authorization = context.Request.Headers.Authorization.ToString();
        if (context.Request.Method == "POST")
        {
            using var body = new StreamReader(context.Request.Body);
            Resets.Add($"{context.Request.Path} {await body.ReadToEndAsync(context.RequestAborted)}");
            context.Response.StatusCode = ResetStatus;
            return;
        }

        if (Resets.Count > 0 && AfterReset.Count > 0)
            Power = AfterReset.Dequeue();
        var actions = ResetTarget.Length == 0
            ? ""
            : $$$""","Actions":{"#ComputerSystem.Reset":{"target":"{{{ResetTarget}}}"}}""";
        await context.Response.WriteAsync(
            $$"""{"UUID":"{{Uuid}}","PowerState":"{{Power}}"{{actions}}}""", context.RequestAborted);
    }
}
