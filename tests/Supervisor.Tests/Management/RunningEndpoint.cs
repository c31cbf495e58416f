using System.Net;
using LustreSupervisor.Supervisor.Management;
using LustreSupervisor.Supervisor.Tests.Cli;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LustreSupervisor.Supervisor.Tests.Management;

/// <summary>A management endpoint on a free port, and a client that holds its token.</summary>
internal sealed class RunningEndpoint : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly ManagementServer server;
    private readonly HttpClient client;

    private RunningEndpoint(TemporaryFolder folder, ManagementServer server)
    {
        this.folder = folder;
        this.server = server;
        client = new HttpClient { BaseAddress = server.Address };
    }

    public FakeManagementData Data { get; private init; } = null!;

    public FakeTopologyCommands Commands { get; private init; } = null!;

    public FakeTimeProvider Time { get; private init; } = null!;

    public Uri Address => server.Address;

    public string TokenFile => Path.Combine(folder.Path, "management.token");

    public static async Task<RunningEndpoint> StartAsync(Action<Microsoft.AspNetCore.Routing.IEndpointRouteBuilder>? moreRoutes = null)
    {
        var folder = new TemporaryFolder();
        var data = new FakeManagementData();
        var commands = new FakeTopologyCommands();
        var time = new FakeTimeProvider();
        var options = new ManagementOptions { Port = 0, TokenFile = Path.Combine(folder.Path, "management.token"), MoreRoutes = moreRoutes };
        var server = await ManagementServer.StartAsync(options, data, commands, NullLoggerFactory.Instance, time, TestContext.Current.CancellationToken);
        return new RunningEndpoint(folder, server) { Data = data, Commands = commands, Time = time };
    }

    /// <summary>Sends a request with the token.</summary>
    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path) =>
        await SendAsync(HttpMethod.Get, path, "Bearer " + (await File.ReadAllTextAsync(TokenFile)).Trim());

    /// <summary>Sends a body with the token.</summary>
    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body) =>
        await SendAsync(HttpMethod.Post, path, "Bearer " + (await File.ReadAllTextAsync(TokenFile)).Trim(), body);

    /// <summary>Sends a request with an <c>Authorization</c> header of the test's choice; null for none.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string? authorization, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }
}
