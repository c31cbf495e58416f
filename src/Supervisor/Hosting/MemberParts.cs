using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Hosting;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Supervisor.Agents;
using LustreSupervisor.Supervisor.Fencing;
using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Supervisor.Kubernetes.Client;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>Puts together the adapters of one member.</summary>
/// <param name="Options">What the command line said.</param>
/// <param name="Api">Cluster.</param>
/// <param name="Loggers">Logs.</param>
/// <param name="Time">Clock.</param>
internal sealed record MemberParts(SupervisorOptions Options, KubernetesApi Api, ILoggerFactory Loggers, TimeProvider Time)
{
    /// <summary>The way to the sharded actors.</summary>
    internal ShardRegions Regions { get; } = new();

    internal static KubernetesSettings Settings(SupervisorOptions options) =>
        new() { Kubeconfig = options.Kubeconfig, Namespace = options.Namespace };

    internal ActorServices Services(string member, long epoch) => new(
        new PodRuntime(Api, new PodOptions { AgentSocketDirectory = Options.AgentDirectory }, Loggers.CreateLogger<PodRuntime>()),
        new GrpcAgents(Time),
        new FenceAgents(
            [new RedfishFenceAgent(new RedfishSettings { PasswordFile = Options.BmcPasswordFile }, Time), new ManualFenceAgent()],
            Loggers.CreateLogger<FenceAgents>()),
        new StatusPublisher(Api, Loggers.CreateLogger<StatusPublisher>()),
        new ClusterView(Time),
        new LiveTopology(),
        Regions,
        Time,
        member,
        epoch);

    internal FactSources Sources()
    {
        var limits = new InformerLimits();
        return new FactSources(
            new PodSource(Api, Settings(Options), limits, Time, Loggers.CreateLogger<PodSource>()),
            new NodeSource(Api, limits, Time, Loggers.CreateLogger<NodeSource>()),
            new FilesystemSource(Api, Settings(Options), limits, Time, Loggers.CreateLogger<FilesystemSource>()));
    }
}
