using Akka.Actor;
using LustreSupervisor.Actors.Shell;

namespace LustreSupervisor.Actors.Hosting;

/// <summary>The shard regions of this member. Set once, when the regions have started.</summary>
public sealed class ShardRegions : IRegions
{
    private ICanTell? _servers;
    private ICanTell? _filesystems;
    private ICanTell? _machines;

    /// <inheritdoc/>
    public void TellServer(string entityId, object message, IActorRef sender) => _servers?.Tell(new Envelope(entityId, message), sender);

    /// <inheritdoc/>
    public void TellFilesystem(string entityId, object message, IActorRef sender) => _filesystems?.Tell(new Envelope(entityId, message), sender);

    /// <inheritdoc/>
    public void TellMachine(string systemUuid, object message, IActorRef sender) => _machines?.Tell(new Envelope(systemUuid, message), sender);

    internal void Set(IActorRef servers, IActorRef filesystems, IActorRef machines) =>
        (_servers, _filesystems, _machines) = (servers, filesystems, machines);
}
