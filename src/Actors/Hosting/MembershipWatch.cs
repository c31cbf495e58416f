using Akka.Actor;
using Akka.Cluster;
using LustreSupervisor.Actors.Shell;

namespace LustreSupervisor.Actors.Hosting;

/// <summary>Tells this member's entities when the cluster changed in a way in which two members may have owned one of them.</summary>
public sealed class MembershipWatch : ReceiveActor
{
    /// <summary>Creates the actor.</summary>
    public MembershipWatch()
    {
        Receive<ClusterEvent.MemberRemoved>(_ => Tell());
        Receive<ClusterEvent.ReachableMember>(_ => Tell());
    }

    /// <inheritdoc/>
    protected override void PreStart() => Cluster.Get(Context.System).Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved), typeof(ClusterEvent.ReachableMember));

    /// <inheritdoc/>
    protected override void PostStop() => Cluster.Get(Context.System).Unsubscribe(Self);

    private static void Tell() => Context.System.EventStream.Publish(MembersChanged.Instance);
}
