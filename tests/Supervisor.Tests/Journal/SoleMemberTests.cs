using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using LustreSupervisor.Actors.Hosting;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;
using Envelope = LustreSupervisor.Actors.Hosting.Envelope;

namespace LustreSupervisor.Supervisor.Tests.Journal;

public sealed class SoleMemberTests
{
    [Fact]
    public async Task Events_survive_a_restart_and_remembered_entities_come_back_by_themselves()
    {
        using var journal = new TemporaryJournal();
        using (var file = journal.Open())
        {
            await using (var member = await RunningMember.StartAsync(file.DataOptions))
            {
                var region = StartRegion(member.System, ActorRefs.Nobody);
                Assert.Equal(1, await region.Ask<int>(new Envelope("a", "boot-1"), RunningMember.Deadline, TestContext.Current.CancellationToken));
                Assert.Equal(2, await region.Ask<int>(new Envelope("a", "boot-2"), RunningMember.Deadline, TestContext.Current.CancellationToken));
            }
        }

        using var again = journal.Open();
        await using var second = await RunningMember.StartAsync(again.DataOptions);
        using var inbox = Inbox.Create(second.System);
        StartRegion(second.System, inbox.Receiver);
        Assert.Equal("a:2", await inbox.ReceiveAsync(RunningMember.Deadline));
    }

    private static IActorRef StartRegion(ActorSystem system, IActorRef recovered) => ClusterSharding.Get(system).Start(
        "tiny",
        id => Props.Create(() => new TinyEntity(id, recovered)),
        ClusterShardingSettings.Create(system).WithRole(ShardKeys.Role).WithRememberEntities(true),
        ShardKeys.Extractor());

    private sealed class TinyEntity : ReceivePersistentActor
    {
        private int count;

        public TinyEntity(string id, IActorRef recovered)
        {
            PersistenceId = "machine/" + id;
            Recover<MachineEvent>(_ => count++);
            Recover<RecoveryCompleted>(_ => recovered.Tell($"{id}:{count}"));
            Command<string>(boot => Persist(
                new BootSeen(new EventMeta(DateTimeOffset.UnixEpoch, "test", "test"), boot, "n1", null), _ => Sender.Tell(++count)));
        }

        public override string PersistenceId { get; }
    }
}
