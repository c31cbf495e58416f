using Akka.Actor;
using LustreSupervisor.Actors.Shell;
using Envelope = LustreSupervisor.Actors.Hosting.Envelope;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>Regions of one process. A test may put a probe in the place of one.</summary>
public sealed class LocalRegions : IRegions
{
    public IActorRef Servers { get; set; } = ActorRefs.Nobody;

    public IActorRef Filesystems { get; set; } = ActorRefs.Nobody;

    public IActorRef Machines { get; set; } = ActorRefs.Nobody;

    public void TellServer(string entityId, object message, IActorRef sender) => Servers.Tell(new Envelope(entityId, message), sender);

    public void TellFilesystem(string entityId, object message, IActorRef sender) => Filesystems.Tell(new Envelope(entityId, message), sender);

    public void TellMachine(string systemUuid, object message, IActorRef sender) => Machines.Tell(new Envelope(systemUuid, message), sender);
}
