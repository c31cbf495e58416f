using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Filesystems;
using LustreSupervisor.Actors.Machines;
using LustreSupervisor.Actors.Servers;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Actors.Tests.Serialization;
using LustreSupervisor.Simulation.Recording;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Actors.Tests.Replay;

/// <summary>
/// Plays what the simulation recorded of one instance to the real actor, over a journal that holds what the instance recovered from.
/// </summary>
/// <remarks>
/// The actor is alone with its journal: the world never answers, its view of the cluster is empty and no timer ever fires, so that of all
/// the commands that a shell makes by itself only the one by which it resumes is left. That one is not told but awaited; it is the
/// recording's first. All others that a shell makes in the simulation from timers, watches, agents and other entities' messages are in the
/// recording too and are told from outside. A decision that the recording does not have is noticed by its draw of randomness.
/// </remarks>
public abstract class ReplayStage : Akka.TestKit.Xunit.TestKit
{
    /// <summary>Real time after which a test gives up. Generous: it is reached by failures only.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Config Configuration = ConfigurationFactory.ParseString("""
        akka.loglevel = ERROR
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        """);

    private int _played;

    protected ReplayStage(ITestOutputHelper output)
        : base(Configuration, output: output)
    {
    }

    /// <summary>Plays the instance.</summary>
    /// <returns>Where the actor did not do what was recorded; empty when it did the same throughout.</returns>
    protected async Task<ImmutableArray<string>> DifferencesAsync(RecordedInstance instance)
    {
        // Several owners of one entity are played in one journal: each has a key of its own, which no decision reads.
        var slash = instance.PersistenceId.IndexOf('/', StringComparison.Ordinal);
        var kind = instance.PersistenceId[..slash];
        var key = $"{instance.PersistenceId[(slash + 1)..]}#{++_played}";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        await Keeper($"{kind}/{key}").Ask<JournalKeeper.Pages>(new JournalKeeper.Fill(instance.Recovered), patience.Token);

        var contexts = new RecordedContexts();
        var resume = instance.Decisions[0];
        var resumed = contexts.Hand(resume.Context);
        var services = ServicesFor(contexts, resume.Context);
        var actor = Sys.ActorOf(PropsOf(kind, key, services), $"played-{_played}");
        await resumed.WaitAsync(patience.Token);
        var differences = new List<string>();
        foreach (var decision in instance.Decisions.Skip(1))
        {
            var drawn = contexts.Hand(decision.Context);
            var reply = await actor.Ask<CommandReply>(decision.Command, patience.Token);
            Compare("reply to", decision.Command, ReplyOf(decision).ToString(), reply.ToString(), differences);
            if (!drawn.IsCompleted)
                differences.Add($"{decision.Command} was answered without a decision");
        }

        Watch(actor);
        actor.Tell(StopEntity.Instance);
        await ExpectTerminatedAsync(actor, Patience, cancellationToken: patience.Token);
        if (contexts.Undue > 0)
            differences.Add($"{contexts.Undue} decisions that were not recorded");
        var pages = await Keeper($"{kind}/{key}").Ask<JournalKeeper.Pages>(new JournalKeeper.Read(), patience.Token);
        CompareJournals([.. instance.Recovered, .. instance.Decisions.SelectMany(d => d.Events)], pages.Events, differences);
        return [.. differences.Select(d => $"{instance.PersistenceId}: {d}")];
    }

    private static ActorServices ServicesFor(RecordedContexts contexts, DecisionContext context)
    {
        var world = new SilentWorld();
        return new ActorServices(
            world, world, world, world, new ClusterView(contexts.Clock), new LiveTopology(), world, contexts.Clock, context.Member, context.Epoch)
        {
            DrawEntropy = contexts.Draw,
        };
    }

    private static Props PropsOf(string kind, string key, ActorServices services) => kind switch
    {
        "server" => Props.Create(() => new ServerActor(key, services, ActorRefs.Nobody, ActorRefs.Nobody)),
        "filesystem" => Props.Create(() => new FilesystemActor(key, services)),
        "machine" => Props.Create(() => new MachineActor(key, services)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no actor of this kind"),
    };

    private static CommandReply ReplyOf(RecordedDecision decision) => decision.Verdict switch
    {
        Verdict.Accepted => new CommandReply.Done(),
        Verdict.Unchanged => new CommandReply.Unchanged(),
        _ => new CommandReply.Rejected(decision.Code, decision.Message),
    };

    private static void CompareJournals(ImmutableArray<IDomainEvent> recorded, ImmutableArray<IDomainEvent> played, List<string> differences)
    {
        for (var n = 0; n < Math.Max(recorded.Length, played.Length); n++)
            Compare("event", n + 1, TextAt(recorded, n), TextAt(played, n), differences);
    }

    private static string TextAt(ImmutableArray<IDomainEvent> events, int n) =>
        n < events.Length ? $"{events[n].GetType().Name} {EventTypes.Text(events[n])}" : "nothing";

    private static void Compare(string what, object which, string recorded, string played, List<string> differences)
    {
        if (recorded != played)
            differences.Add($"{what} {which} is{Environment.NewLine}  {played}{Environment.NewLine}and was recorded as{Environment.NewLine}  {recorded}");
    }

    private IActorRef Keeper(string persistenceId) => Sys.ActorOf(Props.Create(() => new JournalKeeper(persistenceId)));
}
