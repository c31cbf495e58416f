using System.Net.Sockets;
using LustreSupervisor.Agent.CommandLine;
using LustreSupervisor.Agent.Native;
using LustreSupervisor.Agent.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LustreSupervisor.Agent.Hosting;

/// <summary>The gRPC server that target agents and node agents have in common.</summary>
internal static class AgentWeb
{
    /// <summary>
    /// Open connections at once. The supervisor has one and its successor another; the rest is room for strangers, who hold a socket for the few
    /// seconds of a handshake and must not lock the supervisor out. For a node agent it is room for its peers too.
    /// </summary>
    private const int ConnectionsMax = 512;

    /// <summary>A supervisor that dials is there already: whoever takes longer keeps a connection from somebody else.</summary>
    private static readonly TimeSpan HandshakeWithin = TimeSpan.FromSeconds(5);

    /// <summary>An application that logs lines, handles no signals and listens there.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="callers">DNS names of the certificates that are let in over TCP.</param>
    public static WebApplicationBuilder CreateBuilder(ListenAddress address, params string[] callers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
            Listen(kestrel, address, callers);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<IHostLifetime, SignalFreeLifetime>().AddSingleton(TimeProvider.System);
        if (address is ListenAddress.Tcp(_, var directory))
            builder.Services.AddSingleton(s => new TlsFiles(directory, s.GetRequiredService<ILogger<TlsFiles>>()));
        return builder;
    }

    /// <summary>Starts to listen; sockets are for the owner alone.</summary>
    /// <param name="app">The application.</param>
    /// <param name="address">Where it listens, for the complaint.</param>
    /// <returns>Null, or why it cannot.</returns>
    public static async Task<string?> StartAsync(WebApplication app, ListenAddress address)
    {
        if (app.Services.GetService<TlsFiles>()?.Open() is { } unusable)
            return unusable;
        var mask = Libc.Umask(ListenSocket.Umask);
        try
        {
            await app.StartAsync();
            return null;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return $"--listen: {address}: {e.Message}";
        }
        finally
        {
            _ = Libc.Umask(mask);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, ListenAddress address, string[] callers)
    {
        if (address is ListenAddress.Unix(var path))
        {
            kestrel.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http2);
            return;
        }
        kestrel.Listen(((ListenAddress.Tcp)address).Endpoint, listen =>
        {
            var files = listen.ApplicationServices.GetRequiredService<TlsFiles>();
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(SupervisorTrust.Options(files.Current(), callers)),
                HandshakeTimeout = HandshakeWithin,
            });
        });
    }
}
