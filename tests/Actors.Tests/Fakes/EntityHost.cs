using Akka.Actor;
using LustreSupervisor.Actors.Shell;
using Envelope = LustreSupervisor.Actors.Hosting.Envelope;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>
/// Plays a shard: creates an entity on its first message, restarts it when it fails, and brings a stopped one back at once when it is
/// told something, else after a rest.
/// </summary>
public sealed class EntityHost : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan EntityRestartBackOff = TimeSpan.FromSeconds(10);

    public EntityHost(Func<string, Props> props)
    {
        Receive<Envelope>(e => EntityOf(e.EntityId, props).Forward(e.Message));
        Receive<Terminated>(t => Timers.StartSingleTimer(t.ActorRef.Path.Name, new Remember(t.ActorRef.Path.Name), EntityRestartBackOff));
        Receive<Remember>(r => EntityOf(r.EntityId, props));
        Receive<HandOver>(h => Context.Child(h.EntityId).Tell(StopEntity.Instance));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Ends an entity as a hand-over does.</summary>
    public sealed record HandOver(string EntityId);

    private sealed record Remember(string EntityId);

    private static IActorRef EntityOf(string entityId, Func<string, Props> props)
    {
        var entity = Context.Child(entityId);
        if (!entity.IsNobody())
            return entity;
        entity = Context.ActorOf(props(entityId), entityId);
        Context.Watch(entity);
        return entity;
    }
}
