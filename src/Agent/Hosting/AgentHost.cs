using System.Net.Sockets;
using LustreSupervisor.Agent.Backends;
using LustreSupervisor.Agent.CommandLine;
using LustreSupervisor.Agent.Devices;
using LustreSupervisor.Agent.Kubernetes;
using LustreSupervisor.Agent.Native;
using LustreSupervisor.Agent.Operations;
using LustreSupervisor.Agent.Reporting;
using LustreSupervisor.Agent.Rpc;
using LustreSupervisor.Agent.Tls;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Common;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LustreSupervisor.Agent.Hosting;

/// <summary>Puts the agent together and runs it.</summary>
internal static class AgentHost
{
    /// <summary>
    /// Open connections at once. The supervisor has one and its successor another; the rest is room for strangers, who hold a socket for the few
    /// seconds of a handshake and must not lock the supervisor out.
    /// </summary>
    private const int ConnectionsMax = 512;

    /// <summary>A supervisor that dials is there already: whoever takes longer keeps a connection from somebody else.</summary>
    private static readonly TimeSpan HandshakeWithin = TimeSpan.FromSeconds(5);

    /// <summary>How long open calls may go on after the unmount.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);

    /// <summary>Runs until the agent is told to end. Returns its exit code.</summary>
    public static async Task<int> RunAsync(TargetOptions options, HostEnvironment environment)
    {
        var kernel = new KernelReader(environment.HostRoot);
        Uri api;
        KernelId id;
        try
        {
            id = kernel.Read();
            api = ApiEndpoint.AddressFrom(environment);
            if (options.Listen is ListenAddress.Unix(var path) && ListenSocket.Clear(path) is { } taken)
                return ArgumentParser.Refuse(taken);
        }
        catch (Exception e) when (e is KernelUnknownException or ApiNotConfiguredException)
        {
            return ArgumentParser.Refuse(e.Message);
        }
        if (environment.Lifeline)
            Lifeline.Hold();
        ApiEndpoint.ForgetSystemAuthorities(environment.AuthorityFile);
        await using var app = Build(options, environment, kernel, api);
        return await ServeAsync(app, options, id);
    }

    private static async Task<int> ServeAsync(WebApplication app, TargetOptions options, KernelId id)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("LustreSupervisor.Agent");
        var ending = app.Services.GetRequiredService<Ending>();
        ending.Listen();
        using var stop = new CancellationTokenSource();
        if (app.Services.GetService<TlsFiles>()?.Open() is { } unusable)
            return ArgumentParser.Refuse(unusable);
        if (await ListenAsync(app) is { } refused)
            return ArgumentParser.Refuse($"--listen: {options.Listen}: {refused}");
        AgentLog.Listening(logger, string.Join(' ', app.Urls), options.Label, options.Incarnation.ToString(), id.ToString());

        app.Services.GetRequiredService<LeaseTaker>().Warm(stop.Token);
        var polling = app.Services.GetRequiredService<HealthPoller>().RunAsync(stop.Token);
        var exit = await ending.RunAsync();
        await stop.CancelAsync();
        await polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var bound = new CancellationTokenSource(StopWithin);
        await app.StopAsync(bound.Token);
        return exit;
    }

    private static async Task<string?> ListenAsync(WebApplication app)
    {
        var mask = Libc.Umask(ListenSocket.Umask);
        try
        {
            await app.StartAsync();
            return null;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return e.Message;
        }
        finally
        {
            _ = Libc.Umask(mask);
        }
    }

    private static WebApplication Build(TargetOptions options, HostEnvironment environment, KernelReader kernel, Uri api)
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
            Listen(kestrel, options.Listen);
        });
        var services = builder.Services;
        services.AddRoutingCore();
        services.AddGrpc();
        services.AddSingleton<IHostLifetime, SignalFreeLifetime>();
        services.AddSingleton(options).AddSingleton(environment).AddSingleton(kernel).AddSingleton(TimeProvider.System);
        AddParts(services, options, environment, api);
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<TargetAgentService>();
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, ListenAddress address)
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
                OnConnection = _ => ValueTask.FromResult(SupervisorTrust.Options(files.Current())),
                HandshakeTimeout = HandshakeWithin,
            });
        });
    }

    private static void AddParts(IServiceCollection services, TargetOptions options, HostEnvironment environment, Uri api)
    {
        services.AddSingleton(s => new LeaseClient(
            api, () => ApiEndpoint.Handler(environment.AuthorityFile),
            environment.TokenFile, options.Namespace, options.Pod));
        services.AddSingleton<LeaseTaker>();
        if (options.Listen is ListenAddress.Tcp(_, var directory))
            services.AddSingleton(s => new TlsFiles(directory, s.GetRequiredService<ILogger<TlsFiles>>()));
        services.AddSingleton(s =>
            new ToolRunner(environment.SearchPath, options.Incarnation.ToString(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILustre, LustreTools>().AddSingleton<DeviceProbe>().AddSingleton<KernelDevices>().AddSingleton<MgsProbe>();
        services.AddSingleton<MmpLog>().AddSingleton<LnetSetup>().AddSingleton<Notebook>();
        services.AddSingleton(new MountPlace(options.MountRoot ?? environment.DefaultMountRoot, environment.MountTable));
        services.AddSingleton(new HostIdReader(environment.HostRoot));
        services.AddSingleton<LdiskfsBackend>().AddSingleton<ZfsBackend>().AddSingleton<BackendChoice>().AddSingleton<MountFailure>();
        services.AddSingleton<FormatOperation>().AddSingleton<MountOperation>().AddSingleton<UnmountOperation>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<FaultLog>().AddSingleton<StatusBoard>().AddSingleton<KernelLook>().AddSingleton<HealthPoller>().AddSingleton<OperationDesk>();
        services.AddSingleton<Ending>().AddSingleton<TargetAgentService>();
    }
}
