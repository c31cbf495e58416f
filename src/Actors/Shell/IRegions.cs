using Akka.Actor;

namespace LustreSupervisor.Actors.Shell;

/// <summary>Reaches the sharded actors by key, wherever they live. Messages may be lost during hand-over: senders repeat until answered.</summary>
public interface IRegions
{
    /// <summary>Sends to a server's actor.</summary>
    void TellServer(string entityId, object message, IActorRef sender);

    /// <summary>Sends to a file system's actor.</summary>
    void TellFilesystem(string entityId, object message, IActorRef sender);

    /// <summary>Sends to a machine's actor.</summary>
    void TellMachine(string systemUuid, object message, IActorRef sender);
}
