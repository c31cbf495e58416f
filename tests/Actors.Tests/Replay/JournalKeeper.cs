using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Actors.Tests.Replay;

/// <summary>Writes and reads the journal of one entity while no other actor owns it.</summary>
internal sealed class JournalKeeper : ReceivePersistentActor
{
    private readonly List<IDomainEvent> _read = [];

    public JournalKeeper(string persistenceId)
    {
        PersistenceId = persistenceId;
        Recover<IDomainEvent>(_read.Add);
        Command<Fill>(fill =>
        {
            if (fill.Events.IsEmpty)
                Finish();
            else
                PersistAll(fill.Events, _ => { }, Finish);
        });
        Command<Read>(_ => Finish());
    }

    public override string PersistenceId { get; }

    /// <summary>Appends these events; answered with <see cref="Pages"/> when they are journaled.</summary>
    public sealed record Fill(ImmutableArray<IDomainEvent> Events);

    /// <summary>Answered with <see cref="Pages"/>.</summary>
    public sealed record Read;

    /// <summary>What was in the journal when the keeper began.</summary>
    public sealed record Pages(ImmutableArray<IDomainEvent> Events);

    private void Finish()
    {
        Sender.Tell(new Pages([.. _read]));
        Context.Stop(Self);
    }
}
