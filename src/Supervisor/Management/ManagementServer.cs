using System.Net;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Management.Commands;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LustreSupervisor.Supervisor.Management;

/// <summary>
/// The HTTP endpoint for health, cluster state and topology (contract of Akka Management and Pekko Management, plus <c>/v1</c>). Without
/// credentials nothing but health answers.
/// </summary>
public sealed class ManagementServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ManagementServer(WebApplication app) => this.app = app;

    /// <summary>Where it listens, such as <c>http://127.0.0.1:8558/</c>.</summary>
    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts listening.</summary>
    /// <param name="options">Where, and for whom.</param>
    /// <param name="data">What the running supervisor knows.</param>
    /// <param name="commands">Carries out orders.</param>
    /// <param name="loggers">Logs faults, never tokens.</param>
    /// <param name="time">Clock of the deadlines.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="UserErrorException">The port is in use or forbidden, or the token file cannot be used.</exception>
    public static async Task<ManagementServer> StartAsync(
        ManagementOptions options, IManagementData data, ITopologyCommands commands, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var token = await ManagementToken.LoadOrCreateAsync(options.TokenFile, cancellationToken);
        var routes = new ManagementRoutes(data, time);
        var orders = new CommandRoutes(commands);
        try
        {
            return await ListenAsync(options.Port);
        }
        catch (IOException busy) when (busy.InnerException is AddressInUseException && options.FallBackToFreePort)
        {
            return await ListenAsync(port: 0);
        }
        catch (IOException busy) when (busy.InnerException is AddressInUseException)
        {
            throw new UserErrorException($"port {options.Port} on {options.Address} is in use", "give another by --port PORT", busy);
        }
        catch (System.Net.Sockets.SocketException refused)
        {
            throw new UserErrorException(
                $"cannot listen on {options.Address} port {options.Port}: {refused.Message}", "give another by --port PORT", refused);
        }

        async Task<ManagementServer> ListenAsync(int port)
        {
            var app = Build(new IPEndPoint(options.Address, port), token, routes, orders, loggers);
            options.MoreRoutes?.Invoke(app);
            try
            {
                await app.StartAsync(cancellationToken);
                return new ManagementServer(app);
            }
            catch
            {
                await app.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Answers what is being answered, and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static WebApplication Build(IPEndPoint endpoint, ManagementToken token, ManagementRoutes routes, CommandRoutes orders, ILoggerFactory loggers)
    {
        // Empty: neither environment variables nor files of the working directory may open other ports.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ManagementLimits.ConnectionsMax;
            kestrel.Limits.MaxRequestBodySize = ManagementLimits.BodyBytesMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = ManagementLimits.HeaderBytesMax;
            kestrel.Limits.MaxRequestLineSize = ManagementLimits.RequestLineBytesMax;
            kestrel.Limits.RequestHeadersTimeout = ManagementLimits.HeadersTime;
            kestrel.Limits.KeepAliveTimeout = ManagementLimits.IdleTime;
            kestrel.Listen(endpoint);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(loggers);
        var app = builder.Build();
        app.Use(new ManagementGuard(token, loggers.CreateLogger<ManagementServer>()).InvokeAsync);
        app.UseRouting();
        routes.Map(app);
        orders.Map(app);
        return app;
    }

    /// <summary>Signals belong to the program, not to this part of it.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
