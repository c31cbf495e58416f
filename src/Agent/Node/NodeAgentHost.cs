using System.Runtime.InteropServices;
using LustreSupervisor.Agent.CommandLine;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Kubernetes;
using LustreSupervisor.Agent.Node.Watchdogs;
using LustreSupervisor.Agent.Reservations;
using LustreSupervisor.Agent.Tls;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Common;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LustreSupervisor.Agent.Node;

/// <summary>Puts the node agent together and runs it.</summary>
internal static class NodeAgentHost
{
    /// <summary>How long open calls may go on at the end.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);

    /// <summary>Runs until SIGTERM. Returns its exit code.</summary>
    public static async Task<int> RunAsync(NodeOptions options, HostEnvironment environment)
    {
        var kernel = new KernelReader(environment.HostRoot);
        KernelId id;
        Uri api;
        try
        {
            id = kernel.Read();
            api = ApiEndpoint.AddressFrom(environment);
            foreach (var path in Sockets(options))
            {
                if (ListenSocket.Clear(path) is { } taken)
                    return ArgumentParser.Refuse(taken);
            }
        }
        catch (Exception e) when (e is KernelUnknownException or ApiNotConfiguredException)
        {
            return ArgumentParser.Refuse(e.Message);
        }

        if (environment.Lifeline)
            Lifeline.Hold();
        ApiEndpoint.ForgetSystemAuthorities(environment.AuthorityFile);
        try
        {
            await using var app = Build(options, environment, kernel, api);
            return await ServeAsync(app, options, id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ArgumentParser.Refuse($"--state-directory: {e.Message}");
        }
    }

    private static async Task<int> ServeAsync(WebApplication app, NodeOptions options, KernelId id)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("LustreSupervisor.Agent");
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        if (await AgentWeb.StartAsync(app, options.Listen) is { } refused)
            return ArgumentParser.Refuse(refused);
        NodeAgentLog.Listening(logger, string.Join(' ', app.Urls), options.Node, id.ToString());
        using var stop = new CancellationTokenSource();
        var watchdog = app.Services.GetRequiredService<WatchdogLoop>();
        var loops = Task.WhenAll(
            app.Services.GetRequiredService<NodeReporter>().RunAsync(EndpointOf(app, options.Listen), stop.Token),
            app.Services.GetRequiredService<GrantLoop>().RunAsync(stop.Token),
            watchdog.RunAsync(stop.Token));

        // A loop that fails ends the agent: the next one begins with what is on disk.
        await Task.WhenAny(ended.Task, loops);
        await stop.CancelAsync();
        await loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!watchdog.TryDisarm())
            NodeAgentLog.EndsArmed(logger, GrantTimes.WatchdogTimeout.TotalSeconds);
        using var bound = new CancellationTokenSource(StopWithin);
        await app.StopAsync(bound.Token);
        return 0;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.TrySetResult();
        }
    }

    private static WebApplication Build(NodeOptions options, HostEnvironment environment, KernelReader kernel, Uri api)
    {
        var builder = AgentWeb.CreateBuilder(options.Listen, SupervisorTrust.SupervisorName, SupervisorTrust.NodeAgentName);
        if (options.LocalSocket is { } local)
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(local, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(options).AddSingleton(environment).AddSingleton(kernel);
        builder.Services.AddSingleton<MonotonicClock>().AddSingleton<GrantDesk>().AddSingleton<SelfFenceState>().AddSingleton<NodeAgentService>();
        builder.Services.AddSingleton(new SelfFenceKeeper(options.Node, new GrantFile(options.StateDirectory), kernel));
        builder.Services.AddSingleton(WatchdogOf(options.Watchdog)).AddSingleton<WatchdogLoop>().AddSingleton<GrantLoop>();
        builder.Services.AddSingleton(s => new PeerLines(options, kernel, s.GetRequiredService<TimeProvider>(), s.GetService<TlsFiles>()));
        builder.Services.AddSingleton(new ApiConnection(api, () => ApiEndpoint.Handler(environment.AuthorityFile), environment.TokenFile));
        builder.Services.AddSingleton(s => new LustreNodeClient(s.GetRequiredService<ApiConnection>(), options.Node)).AddSingleton<NodeReporter>();
        builder.Services.AddSingleton(s => new ToolRunner(environment.SearchPath, "", s.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(new DeviceIdentityReader(environment.HostRoot)).AddSingleton<ReservationTools>().AddSingleton<ReservedDevices>();
        builder.Services.AddSingleton<StorageFenceOperation>();
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<NodeAgentService>();

        // Its life begins here, not at the first call.
        _ = app.Services.GetRequiredService<GrantDesk>();
        return app;
    }

    /// <summary>Its port as it was bound; the address is the node's, which the Node object tells.</summary>
    private static string EndpointOf(WebApplication app, ListenAddress address) => address is ListenAddress.Tcp
        ? $"tcp:{new Uri(app.Urls.First(url => url.StartsWith("https:", StringComparison.Ordinal))).Port}"
        : address.ToString();

    private static IWatchdog WatchdogOf(string path) => path.StartsWith("unix:", StringComparison.Ordinal)
        ? new SocketWatchdog(path["unix:".Length..])
        : new DeviceWatchdog(path);

    private static IEnumerable<string> Sockets(NodeOptions options)
    {
        if (options.Listen is ListenAddress.Unix(var path))
            yield return path;
        if (options.LocalSocket is { } local)
            yield return local;
    }
}
