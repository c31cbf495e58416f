using Akka.Actor;
using Akka.Cluster.Sharding;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Hosting;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Supervisor.Management;
using LustreSupervisor.Supervisor.Management.Commands;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>Orders of people, carried out by the entities; an entity answers when its decision is journaled.</summary>
/// <param name="system">The actor system.</param>
/// <param name="live">Current states on this member.</param>
/// <param name="dryContext">Clock and rules for a dry run.</param>
public sealed class LiveTopologyCommands(ActorSystem system, LiveTopology live, Func<DecisionContext> dryContext) : ITopologyCommands
{
    /// <inheritdoc/>
    public async Task<CommandAnswer> ReleaseAsync(string? space, string name, ReleaseOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var found = live.Servers.Where(s => s.Value.Spec is { } spec
            && spec.Target.ObjectName == name && (space is null || spec.Target.Namespace == space)).ToList();
        if (found.Count != 1)
            return new CommandAnswer(CommandResult.NotFound, "", found.Count == 0 ? $"no target {name}" : $"{found.Count} targets are named {name}: say the namespace");
        var (entity, state) = found[0];
        var release = new Release(new PersonOrder(order.By, order.Statement, order.Confirm, order.FencingNumber));
        if (order.DryRun)
            return ServerDecider.Decide(state, release, dryContext()) is Decision<ServerEvent>.Rejected no
                ? new CommandAnswer(CommandResult.Refused, no.Code, no.Message)
                : new CommandAnswer(CommandResult.WouldDo, "", $"{name} would be released and started again");
        var region = ClusterSharding.Get(system).ShardRegion(ShardKeys.Servers);
        return await region.Ask<CommandReply>(new Actors.Hosting.Envelope(entity, release), ManagementLimits.AnswerTime, cancellationToken) switch
        {
            CommandReply.Rejected refused => new CommandAnswer(CommandResult.Refused, refused.Code, refused.Message),
            _ => new CommandAnswer(CommandResult.Done, "", $"{name} is released by {order.By} and will be started again"),
        };
    }
}
