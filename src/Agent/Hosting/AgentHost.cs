using LustreSupervisor.Agent.Backends;
using LustreSupervisor.Agent.CommandLine;
using LustreSupervisor.Agent.Devices;
using LustreSupervisor.Agent.Kubernetes;
using LustreSupervisor.Agent.Operations;
using LustreSupervisor.Agent.Reporting;
using LustreSupervisor.Agent.Reservations;
using LustreSupervisor.Agent.Rpc;
using LustreSupervisor.Agent.Tls;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Hosting;

/// <summary>Puts the agent together and runs it.</summary>
internal static class AgentHost
{
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
        if (await AgentWeb.StartAsync(app, options.Listen) is { } refused)
            return ArgumentParser.Refuse(refused);
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

    private static WebApplication Build(TargetOptions options, HostEnvironment environment, KernelReader kernel, Uri api)
    {
        var builder = AgentWeb.CreateBuilder(options.Listen, SupervisorTrust.SupervisorName);
        var services = builder.Services;
        services.AddSingleton(options).AddSingleton(environment).AddSingleton(kernel);
        AddParts(services, options, environment, api);
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<TargetAgentService>();
        return app;
    }

    private static void AddParts(IServiceCollection services, TargetOptions options, HostEnvironment environment, Uri api)
    {
        services.AddSingleton(s => new LeaseClient(
            api, () => ApiEndpoint.Handler(environment.AuthorityFile),
            environment.TokenFile, options.Namespace, options.Pod));
        services.AddSingleton<LeaseTaker>();
        services.AddSingleton(s =>
            new ToolRunner(environment.SearchPath, options.Incarnation.ToString(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILustre, LustreTools>().AddSingleton<DeviceProbe>().AddSingleton<KernelDevices>().AddSingleton<MgsProbe>();
        services.AddSingleton<MmpLog>().AddSingleton<LnetSetup>().AddSingleton<Notebook>();
        services.AddSingleton(new MountPlace(options.MountRoot ?? environment.DefaultMountRoot, environment.MountTable));
        services.AddSingleton(new HostIdReader(environment.HostRoot));
        services.AddSingleton<LdiskfsBackend>().AddSingleton<ZfsBackend>().AddSingleton<BackendChoice>().AddSingleton<MountFailure>();
        services.AddSingleton<LifeGate>().AddSingleton<FormatOperation>().AddSingleton<MountOperation>().AddSingleton<UnmountOperation>();
        services.AddSingleton(new DeviceIdentityReader(environment.HostRoot)).AddSingleton<ReservationTools>().AddSingleton<ReservedDevices>();
        services.AddSingleton<DeviceGuard>().AddSingleton<WatchdogGate>().AddSingleton<OperationRunner>();
        services.AddSingleton<FaultLog>().AddSingleton<StatusBoard>().AddSingleton<KernelLook>().AddSingleton<HealthPoller>().AddSingleton<OperationDesk>();
        services.AddSingleton<Ending>().AddSingleton<TargetAgentService>();
    }
}
