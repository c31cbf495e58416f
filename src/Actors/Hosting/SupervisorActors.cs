using Akka.Actor;
using Akka.Cluster.Sharding;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Filesystems;
using LustreSupervisor.Actors.Machines;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Servers;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Actors.Hosting;

/// <summary>What the watch actors of a member listen to.</summary>
/// <param name="Pods">Servers' pods.</param>
/// <param name="Nodes">Nodes.</param>
/// <param name="Filesystems">Declared file systems.</param>
/// <param name="Targets">What people wrote on the servers' resources.</param>
public sealed record FactSources(
    IFactSource<PodFact> Pods, IFactSource<NodeFact> Nodes, IFactSource<FilesystemFact> Filesystems, IFactSource<TargetFact> Targets);

/// <summary>Starts the actors of one member.</summary>
public static class SupervisorActors
{
    /// <summary>Starts watch actors and shard regions. The file systems' watch comes last: what it finds is told to running regions.</summary>
    public static void Start(ActorSystem system, ActorServices services, ShardRegions regions, FactSources sources)
    {
        var view = services.View;
        var pods = system.ActorOf(Props.Create(() => new WatchActor<PodFact>(sources.Pods, PodSink(view))), "watch-pods");
        var targets = system.ActorOf(Props.Create(() => new WatchActor<TargetFact>(sources.Targets, TargetSink(view))), "watch-targets");
        var servers = StartRegion(system, ShardKeys.Servers, id => Props.Create(() => new ServerActor(id, services, pods, targets)));
        var filesystems = StartRegion(system, ShardKeys.Filesystems, id => Props.Create(() => new FilesystemActor(id, services)));
        var machines = StartRegion(system, ShardKeys.Machines, id => Props.Create(() => new MachineActor(id, services)));
        regions.Set(servers, filesystems, machines);
        system.ActorOf(Props.Create(() => new MembershipWatch()), "membership");
        system.ActorOf(Props.Create(() => new WatchActor<NodeFact>(sources.Nodes, NodeSink(view, regions))), "watch-nodes");
        system.ActorOf(Props.Create(() => new WatchActor<FilesystemFact>(sources.Filesystems, FilesystemSink(view, regions))), "watch-filesystems");
    }

    private static IActorRef StartRegion(ActorSystem system, string name, Func<string, Props> props)
    {
        // The extension brings the default settings that the next line reads.
        var sharding = ClusterSharding.Get(system);
        var settings = ClusterShardingSettings.Create(system).WithRole(ShardKeys.Role).WithRememberEntities(true);
        return sharding.Start(
            name,
            props,
            settings,
            ShardKeys.Extractor(),
            ShardAllocationStrategy.LeastShardAllocationStrategy(absoluteLimit: 20, relativeLimit: 0.5),
            StopEntity.Instance);
    }

    private static FactSink<PodFact> PodSink(ClusterView view) =>
        new((key, _, fact) => view.Set(key, fact), view.RemovePod, _ => { });

    private static FactSink<TargetFact> TargetSink(ClusterView view) =>
        new((_, _, fact) => view.Set(fact), view.RemoveTarget, view.SetTargetsCurrent);

    private static FactSink<NodeFact> NodeSink(ClusterView view, ShardRegions regions) => new(
        (_, old, fact) =>
        {
            view.Set(fact);
            if (old is null || old.Kernel != fact.Kernel || old.BmcAddress != fact.BmcAddress)
                regions.TellMachine(fact.Kernel.SystemUuid, new ObserveBoot(fact.Kernel.BootId, fact.Name, fact.BmcAddress), ActorRefs.Nobody);
        },
        view.RemoveNode,
        view.SetNodesCurrent);

    private static FactSink<FilesystemFact> FilesystemSink(ClusterView view, ShardRegions regions) => new(
        (key, _, fact) =>
        {
            view.Set(fact);
            regions.TellFilesystem(key, new DeclarationSeen(fact), ActorRefs.Nobody);
        },
        view.RemoveFilesystem,
        view.SetFilesystemsCurrent);
}
