using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.TestKit;
using Akka.TestKit;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Filesystems;
using LustreSupervisor.Actors.Machines;
using LustreSupervisor.Actors.Servers;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;
using Microsoft.Extensions.Time.Testing;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>
/// One member of the supervisor with its real actors, a journal in memory and a world of fakes. Time is virtual: it moves only while a
/// test waits for something, and every machine that lives renews its heartbeat meanwhile.
/// </summary>
public abstract class Stage : Akka.TestKit.Xunit.TestKit
{
    /// <summary>Real time after which a test gives up. Generous: it is reached by failures only.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    private static readonly Config Configuration = ConfigurationFactory.ParseString("""
        akka.loglevel = ERROR
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.persistence.journal.plugin = "akka.persistence.journal.test"
        akka.persistence.journal.test.class = "Akka.Persistence.TestKit.TestJournal, Akka.Persistence.TestKit"
        akka.persistence.journal.test.plugin-dispatcher = "akka.actor.default-dispatcher"
        akka.persistence.journal-plugin-fallback.recovery-event-timeout = 1h
        akka.persistence.journal-plugin-fallback.circuit-breaker { max-failures = 1000000, call-timeout = 1h, reset-timeout = 1s }
        """);

    protected Stage(ITestOutputHelper output)
        : base(Configuration, output: output)
    {
        View = new ClusterView(Time);
        Nodes = new FakeNodes(View);
        Pods = new FakePods(Timeline, Nodes);
        Agents = new FakeAgents(Timeline, Nodes, Pods);
        Fencing = new FakeFencing(Timeline, Nodes);
        Journal = new JournalTap(Timeline);
        Services = new ActorServices(Pods, Agents, Fencing, Status, View, Live, Regions, Time, "member", 1);
    }

    private static readonly ImmutableSortedDictionary<string, string> NoLabels = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Entity keys of every server that a test may declare.</summary>
    public static IReadOnlyList<string> EntityIds { get; } =
        ["hpc~scratch-mgs", "hpc~scratch-mdt0000", .. Enumerable.Range(0, 16).Select(n => Specs.Ost(n).Target.EntityId)];

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    protected Timeline Timeline { get; } = new();

    protected ClusterView View { get; }

    protected LiveTopology Live { get; } = new();

    protected LocalRegions Regions { get; } = new();

    protected FakeStatus Status { get; } = new();

    protected FakeNodes Nodes { get; }

    protected FakePods Pods { get; }

    protected FakeAgents Agents { get; }

    protected FakeFencing Fencing { get; }

    protected JournalTap Journal { get; }

    protected ActorServices Services { get; }

    /// <summary>What people wrote on the servers' resources.</summary>
    protected FakeFacts<TargetFact> Targets { get; } = new();

    protected IActorRef TargetWatch { get; private set; } = ActorRefs.Nobody;

    protected IActorRef PodWatch { get; private set; } = ActorRefs.Nobody;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await TestJournal.FromRef(Persistence.Instance.Apply(Sys).JournalFor(null)).OnWrite.SetInterceptorAsync(Journal);
        var sink = new FactSink<PodFact>((key, _, fact) => View.Set(key, fact), View.RemovePod, _ => { });
        PodWatch = Sys.ActorOf(Props.Create(() => new WatchActor<PodFact>(Pods.Facts, sink)), "watch-pods");
        Pods.Facts.Synced();
        var targets = new FactSink<TargetFact>((_, _, fact) => View.Set(fact), View.RemoveTarget, View.SetTargetsCurrent);
        TargetWatch = Sys.ActorOf(Props.Create(() => new WatchActor<TargetFact>(Targets, targets)), "watch-targets");
        SeePeople();
        Regions.Servers = Host("server", id => Props.Create(() => new ServerActor(id, Services, PodWatch, TargetWatch)));
        Regions.Filesystems = Host("filesystem", id => Props.Create(() => new FilesystemActor(id, Services)));
        Regions.Machines = Host("machine", id => Props.Create(() => new MachineActor(id, Services)));
        Nodes.OnBoot = (node, kernel) => Regions.TellMachine(
            kernel.SystemUuid, new ObserveBoot(kernel.BootId, node, $"http://bmc/{node}"), ActorRefs.Nobody);
        View.SetNodesCurrent(true);
    }

    /// <summary>What people declared and annotated is known to the member; a test of a starting member lets it be known later.</summary>
    protected virtual void SeePeople()
    {
        View.SetFilesystemsCurrent(true);
        Targets.Synced();
    }

    /// <summary>Moves virtual time, as machines and actors see it.</summary>
    protected void Advance(TimeSpan time)
    {
        Nodes.Beat();
        Time.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }

    /// <summary>Lets virtual time run until the condition holds.</summary>
    /// <param name="condition">Condition.</param>
    /// <param name="what">What is waited for, for the reader of a failure.</param>
    /// <param name="stepMilliseconds">Virtual time between two looks.</param>
    protected async Task Until(Func<bool> condition, string what, int stepMilliseconds = 50)
    {
        try
        {
            await AwaitConditionAsync(
                () =>
                {
                    if (condition())
                        return Task.FromResult(true);
                    Advance(TimeSpan.FromMilliseconds(stepMilliseconds));
                    return Task.FromResult(false);
                },
                Patience,
                Poll);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Assert.Fail($"not reached: {what}{Environment.NewLine}{Summary()}{Environment.NewLine}{Timeline}");
        }
    }

    private string Summary() => string.Join(
        Environment.NewLine,
        Live.Servers.Values.Select(s => $"{s.Spec?.Target} {s.Phase} life {s.Current?.Id.Number} on {s.Current?.Node}; {s.LastFault}"));

    /// <summary>Lets this much virtual time pass in small steps, so that whatever would happen in it happens.</summary>
    protected async Task Pass(double seconds, int stepMilliseconds = 100)
    {
        var end = Time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        await Until(() => Time.GetUtcNow() >= end, $"{seconds} s later", stepMilliseconds);
    }

    protected ServerState? StateOf(ServerSpec spec) => Live.Servers.GetValueOrDefault(spec.Target.EntityId);

    protected Task UntilPhase(ServerSpec spec, ServerPhase phase, long number = 1, int stepMilliseconds = 50) => Until(
        () => StateOf(spec) is { } s && s.Phase == phase && (s.Current?.Id.Number ?? 0) == number,
        $"{spec.Target} {phase} in life {number}",
        stepMilliseconds);

    protected void BootNodes(params string[] names)
    {
        Nodes.Reach([.. Enumerable.Range(0, 16).Select(n => new NodeDevice(Specs.Ost(n).Device, NoLabels, true))]);
        foreach (var name in names)
            Nodes.Boot(name);
    }

    /// <summary>Declares the server, lets it start, and says it is told by this test.</summary>
    protected void Declare(ServerSpec spec, bool mayStart = true) =>
        Regions.TellServer(spec.Target.EntityId, new PlaceInPlan(new DeclareServer(spec, mayStart)), TestActor);

    /// <summary>A server that serves in its first life on node1.</summary>
    protected async Task<ServerSpec> Serving(ServerSpec? given = null)
    {
        var spec = given ?? Specs.Ost();
        if (Nodes.Names.Count == 0)
            BootNodes("node1", "node2", "node3");
        Declare(spec);
        await UntilPhase(spec, ServerPhase.Serving);
        return spec;
    }

    protected void Tell(ServerSpec spec, object message) => Regions.TellServer(spec.Target.EntityId, message, TestActor);

    private IActorRef Host(string name, Func<string, Props> props) => Sys.ActorOf(Props.Create(() => new EntityHost(props)), name);
}
