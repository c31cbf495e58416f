using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>
/// The transport of a cluster with one member: it listens nowhere and reaches nobody. Clustering and sharding work as ever, and no port is
/// open on a machine that others may use too.
/// </summary>
public sealed class SoleMemberTransport : Transport
{
    private const string HostName = "localhost";

    // An address needs a port above 0; nothing is bound to this one.
    private const int NoPort = 1;

    /// <summary>Created by Akka's remoting from <c>hocon/local.conf</c>.</summary>
    /// <param name="system">The member's system.</param>
    /// <param name="config">Its section.</param>
    public SoleMemberTransport(ActorSystem system, Config config)
    {
        System = system;
        Config = config;
    }

    /// <inheritdoc/>
    public override string SchemeIdentifier { get; protected set; } = "sole";

    /// <inheritdoc/>
    public override long MaximumPayloadBytes { get; protected set; } = 128_000;

    /// <inheritdoc/>
    public override Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen() =>
        Task.FromResult((new Address(SchemeIdentifier, System.Name, HostName, NoPort), new TaskCompletionSource<IAssociationEventListener>()));

    /// <inheritdoc/>
    public override bool IsResponsibleFor(Address remote) => true;

    /// <inheritdoc/>
    public override Task<AssociationHandle> Associate(Address remoteAddress) =>
        Task.FromException<AssociationHandle>(new InvalidAssociationException($"This cluster has one member; {remoteAddress} is not part of it."));

    /// <inheritdoc/>
    public override Task<bool> Shutdown() => Task.FromResult(true);
}
