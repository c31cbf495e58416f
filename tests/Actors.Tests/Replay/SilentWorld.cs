using Akka.Actor;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Actors.Tests.Replay;

/// <summary>A world in which every call is begun and none is ever answered: whatever an actor has going on, no command comes of it.</summary>
internal sealed class SilentWorld : IPodRuntime, IAgents, IFencing, IStatusPublisher, IRegions
{
    public Task<string> CreateAsync(PodOrder order, CancellationToken cancellationToken) => NeverAsync<string>();

    public Task DeleteAsync(TargetId target, string uid, PodDeletion mode, CancellationToken cancellationToken) =>
        NeverAsync<bool>();

    public Task<IAgentSession> ConnectAsync(string endpoint, IncarnationId incarnation, CancellationToken cancellationToken) =>
        NeverAsync<IAgentSession>();

    public Task<FenceConfirmation> PowerOffAsync(FenceOrder order, CancellationToken cancellationToken) =>
        NeverAsync<FenceConfirmation>();

    public Task PublishAsync(TargetView view, CancellationToken cancellationToken) => NeverAsync<bool>();

    public Task PublishAsync(FilesystemView view, CancellationToken cancellationToken) => NeverAsync<bool>();

    public void TellServer(string entityId, object message, IActorRef sender)
    {
    }

    public void TellFilesystem(string entityId, object message, IActorRef sender)
    {
    }

    public void TellMachine(string systemUuid, object message, IActorRef sender)
    {
    }

    private static Task<T> NeverAsync<T>() => new TaskCompletionSource<T>().Task;
}
