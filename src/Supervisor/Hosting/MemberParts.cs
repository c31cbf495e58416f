using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Hosting;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Supervisor.Agents;
using LustreSupervisor.Supervisor.Fencing;
using LustreSupervisor.Supervisor.Fencing.Exec;
using LustreSupervisor.Supervisor.Fencing.Storage;
using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Supervisor.Kubernetes.Accounts;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Kubernetes.Secrets;
using LustreSupervisor.Supervisor.Kubernetes.SelfFencing;
using LustreSupervisor.Topology.Agents.Reservations;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>Puts together the adapters of one member.</summary>
/// <param name="Options">What the command line said.</param>
/// <param name="Api">Cluster.</param>
/// <param name="Tls">Mutual TLS with agents; null where they listen on UNIX sockets.</param>
/// <param name="Loggers">Logs.</param>
/// <param name="Time">Clock.</param>
internal sealed record MemberParts(SupervisorOptions Options, KubernetesApi Api, AgentTls? Tls, ILoggerFactory Loggers, TimeProvider Time) : IDisposable
{
    private AgentAccounts Accounts { get; } = new(Api, Time);

    private ClusterView View { get; } = new(Time);

    /// <summary>The way to the sharded actors.</summary>
    internal ShardRegions Regions { get; } = new();

    internal static KubernetesSettings Settings(SupervisorOptions options) =>
        new() { Kubeconfig = options.Kubeconfig, Namespace = options.Namespace };

    private ApiHearing Hearing { get; } = new(Time);

    /// <summary>Tells nodes by whom they live.</summary>
    internal SelfFenceWriter SelfFencing(LiveTopology live) => new(Api, live, View, Hearing, Time, Loggers.CreateLogger<SelfFenceWriter>());

    internal ActorServices Services(string member, long epoch) => new(
        new PodRuntime(Api, Pods(), Accounts, Tls, Loggers.CreateLogger<PodRuntime>()),
        new GrpcAgents(Tls?.Authority, Time),
        new FenceAgents(Fencing(), Loggers.CreateLogger<FenceAgents>()),
        new StatusPublisher(Api, Loggers.CreateLogger<StatusPublisher>()),
        View,
        new LiveTopology(),
        Regions,
        Time,
        member,
        epoch);

    /// <inheritdoc/>
    public void Dispose() => Accounts.Dispose();

    private IEnumerable<IFenceAgent> Fencing()
    {
        yield return new RedfishFenceAgent(new RedfishSettings { PasswordFile = Options.BmcPasswordFile }, Time);
        yield return new ManualFenceAgent();
        var nodes = new GrpcNodeAgents(Tls?.Authority, Time);
        yield return new StorageFenceAgent(ReservationBackend.Scsi, nodes, HeardFirst);
        yield return new StorageFenceAgent(ReservationBackend.Nvme, nodes, HeardFirst);
        yield return new SelfFenceAgent(Api, View, nodes, Hearing, Time);
        if (Options.FenceExec is { } settings)
        {
            var exec = new ExecFenceAgent(settings, Time);
            _ = new FenceAgentProbe(exec, Loggers.CreateLogger<FenceAgentProbe>()).RunAsync(CancellationToken.None);
            yield return exec;
        }
    }

    private IEnumerable<NodeFact> HeardFirst() => View.Nodes.Values.OrderBy(n => View.SilentFor(n.Name));

    private PodOptions Pods() => Options.AgentDirectory is { } directory
        ? new PodOptions { AgentSocketDirectory = directory, ServiceAccount = AgentAccounts.Name }
        : new PodOptions { AgentsOverTcp = true, ServiceAccount = AgentAccounts.Name };

    internal FactSources Sources()
    {
        var limits = new InformerLimits();
        return new FactSources(
            new PodSource(Api, Settings(Options), limits, Time, Loggers.CreateLogger<PodSource>()),
            new NodeSource(Api, limits, Time, Loggers.CreateLogger<NodeSource>()),
            new FilesystemSource(Api, Settings(Options), limits, Time, Loggers.CreateLogger<FilesystemSource>()),
            new TargetSource(Api, Settings(Options), limits, Time, Loggers.CreateLogger<TargetSource>()));
    }
}
