using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Secrets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using LustreSupervisor.Actors.Hosting;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Journal;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Local.Faults;
using LustreSupervisor.Supervisor.Management;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>One member: opens the journal, the cluster and the endpoint, starts the actors, and ends them in order.</summary>
public static class SupervisorHost
{
    /// <summary>Name of the actor system; part of every address, so fixed.</summary>
    public const string SystemName = "lustre-supervisor";

    /// <summary>Longest ordered end: the phases of <c>hocon/local.conf</c> added up. After it the process ends all the same.</summary>
    private static readonly TimeSpan ShutdownWithin = TimeSpan.FromSeconds(25);

    /// <summary>Runs until cancelled, or until the actor system ends by itself.</summary>
    /// <param name="options">What the command line said.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the member in order.</param>
    /// <returns>0 after an ordered end; 1 when the actor system ended by itself, so that an orchestrator starts the process again.</returns>
    /// <exception cref="UserErrorException">Journal, kubeconfig, port or token cannot be used.</exception>
    public static async Task<int> RunAsync(SupervisorOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var journal = JournalFile.OpenForWriting(options.Journal);
        using var api = OpenCluster(options, time);
        using var host = Build(options, journal);
        await host.StartAsync(cancellationToken);
        var system = host.Services.GetRequiredService<ActorSystem>();
        try
        {
            using var tls = options.AgentDirectory is null ? await OpenTlsAsync(options, api, host.Services.GetRequiredService<ILoggerFactory>(), time, cancellationToken) : null;
            using var parts = new MemberParts(options, api, tls, host.Services.GetRequiredService<ILoggerFactory>(), time);
            await ServeAsync(options, parts, system, journal, cancellationToken);
            return cancellationToken.IsCancellationRequested ? ExitCodes.Ok : ExitCodes.UserError;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task ServeAsync(
        SupervisorOptions options, MemberParts parts, ActorSystem system, JournalFile journal, CancellationToken cancellationToken)
    {
        var services = parts.Services(NameOf(Cluster.Get(system).SelfUniqueAddress), journal.Epoch);
        SupervisorActors.Start(system, services, parts.Regions, parts.Sources());
        await using var management = await ManagementServer.StartAsync(
            new ManagementOptions
            {
                Port = options.ManagementPort,
                TokenFile = options.ManagementTokenFile,
                MoreRoutes = LocalFaultRoutes.For(options.LocalStateDirectory),
            },
            new LiveManagementData(system, services.Live, services.View, parts.Time),
            new LiveTopologyCommands(system, services, parts.Loggers.CreateLogger<LiveTopologyCommands>()),
            parts.Loggers,
            parts.Time,
            cancellationToken);
        using var serving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = parts.Tls?.KeepAsync(
            () => [.. services.Live.Servers.Values.Where(s => s.Spec is not null).Select(s => s.Declared.Target.Namespace).Distinct()], serving.Token);
        var fencing = parts.SelfFencing(services.Live).RunAsync(serving.Token);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => cancelled.TrySetResult());
        await Task.WhenAny(cancelled.Task, system.WhenTerminated);
        await serving.CancelAsync();
        await Task.WhenAll(renewing ?? Task.CompletedTask, fencing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Address and life of a member, as events name it: two lives at one address are told apart.</summary>
    private static string NameOf(UniqueAddress member) => $"{member.Address.Host}:{member.Address.Port}#{member.Uid}";

    private static KubernetesApi OpenCluster(SupervisorOptions options, TimeProvider time)
    {
        try
        {
            return KubernetesClients.Open(MemberParts.Settings(options), time);
        }
        catch (ClusterConfigurationException e)
        {
            throw new UserErrorException(e.Message, null, e);
        }
    }

    private static async Task<AgentTls> OpenTlsAsync(
        SupervisorOptions options, KubernetesApi api, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await AgentTls.OpenAsync(api, options.OwnNamespace, time, loggers, cancellationToken);
        }
        catch (Exception e) when (e is ClusterUnavailableException or ApiException or InvalidDataException)
        {
            throw new UserErrorException(
                $"the authority of the agents in namespace {options.OwnNamespace}: {e.Message}", "where all share one machine, --agent-directory does without", e);
        }
    }

    private static IHost Build(SupervisorOptions options, JournalFile journal)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(options.Verbose ? LogLevel.Debug : LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Akka", options.Verbose ? LogLevel.Information : LogLevel.Warning)
            .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownWithin);
        // The command line handles signals; a second handler would race it.
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Services.AddAkka(SystemName, akka => akka.AddSoleMember(journal.DataOptions));
        return builder.Build();
    }

    private sealed class CallerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
