using Akka.Actor;
using Akka.Persistence;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Supervisor.Tests.Journal;

/// <summary>Writes events as the product does: through Akka's persistence.</summary>
internal static class WrittenEvents
{
    private static readonly EventMeta Meta = new(Cli.CommandRun.Now, "test", "test");

    /// <summary>So many boots of one machine.</summary>
    public static IReadOnlyList<IDomainEvent> Boots(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new BootSeen(Meta, $"boot-{i}", "n1", null))];

    /// <summary>Opens the journal, persists under one id, and closes it.</summary>
    public static async Task WriteAsync(TemporaryJournal journal, string persistenceId, IReadOnlyList<IDomainEvent> events)
    {
        using var file = journal.Open();
        await using var member = await RunningMember.StartAsync(file.DataOptions);
        await PersistAsync(member.System, persistenceId, events);
    }

    /// <summary>Persists under one id and waits until they are journaled.</summary>
    public static async Task PersistAsync(ActorSystem system, string persistenceId, IReadOnlyList<object> events)
    {
        using var inbox = Inbox.Create(system);
        system.ActorOf(Props.Create(() => new Writer(persistenceId, events, 0, inbox.Receiver)));
        Assert.Equal(events.Count, await inbox.ReceiveAsync(RunningMember.Deadline));
    }

    /// <summary>Persists, deletes the first ones, and waits until they are gone.</summary>
    public static async Task PersistAndDeleteAsync(ActorSystem system, string persistenceId, IReadOnlyList<object> events, long deleteTo)
    {
        using var inbox = Inbox.Create(system);
        system.ActorOf(Props.Create(() => new Writer(persistenceId, events, deleteTo, inbox.Receiver)));
        Assert.Equal(events.Count, await inbox.ReceiveAsync(RunningMember.Deadline));
        Assert.IsType<DeleteMessagesSuccess>(await inbox.ReceiveAsync(RunningMember.Deadline));
    }

    private sealed class Writer : ReceivePersistentActor
    {
        public Writer(string persistenceId, IReadOnlyList<object> events, long deleteTo, IActorRef done)
        {
            PersistenceId = persistenceId;
            Recover<RecoveryCompleted>(_ => PersistAll(events, _ => { }, () => Persisted(events.Count, deleteTo, done)));
            Command<DeleteMessagesSuccess>(done.Tell);
            Command<DeleteMessagesFailure>(done.Tell);
        }

        public override string PersistenceId { get; }

        protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Fail(cause);

        protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Fail(cause);

        private void Persisted(int count, long deleteTo, IActorRef done)
        {
            done.Tell(count);
            if (deleteTo > 0)
                DeleteMessages(deleteTo);
        }

        private static void Fail(Exception cause) => throw new InvalidOperationException("The event was not journaled.", cause);
    }
}
