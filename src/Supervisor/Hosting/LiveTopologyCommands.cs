using Akka.Actor;
using Akka.Cluster.Sharding;
using LustreSupervisor.Actors.Hosting;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Supervisor.Management;
using LustreSupervisor.Supervisor.Management.Commands;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>Orders of people, carried out by the entities; an entity answers when its decision is journaled.</summary>
/// <param name="system">The actor system.</param>
/// <param name="services">This member's services: states, view of the cluster, clock and rules.</param>
/// <param name="logger">Orders for what does not exist: there is no entity that could journal them.</param>
public sealed partial class LiveTopologyCommands(ActorSystem system, ActorServices services, ILogger<LiveTopologyCommands> logger) : ITopologyCommands
{
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public async Task<CommandAnswer> OrderAsync(OrderKind kind, string? space, string name, TargetOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var found = services.Live.Servers.Where(s => s.Value.Spec is { } spec
            && spec.Target.ObjectName == name && (space is null || spec.Target.Namespace == space)).ToList();
        if (found.Count != 1)
            return Missing(kind, name, order, found.Count);
        var (entity, state) = found[0];
        var command = CommandOf(kind, order, state);
        if (order.DryRun)
            return ServerDecider.Decide(state, command, services.NewContext()) switch
            {
                Decision<ServerEvent>.Rejected no => new CommandAnswer(CommandResult.Refused, no.Code, no.Message),
                Decision<ServerEvent>.Unchanged => new CommandAnswer(CommandResult.WouldDo, "", $"nothing to do: {name} is ordered so already"),
                _ => new CommandAnswer(CommandResult.WouldDo, "", $"would be accepted: {OrderTexts.Outcome(kind, name, order)}"),
            };
        var region = ClusterSharding.Get(system).ShardRegion(ShardKeys.Servers);
        return await region.Ask<CommandReply>(new Actors.Hosting.Envelope(entity, command), ManagementLimits.AnswerTime, cancellationToken) switch
        {
            CommandReply.Rejected refused => new CommandAnswer(CommandResult.Refused, refused.Code, refused.Message),
            CommandReply.Unchanged => new CommandAnswer(CommandResult.Done, "", $"nothing to do: {name} is ordered so already"),
            _ => new CommandAnswer(CommandResult.Done, "", OrderTexts.Outcome(kind, name, order)),
        };
    }

    private CommandAnswer Missing(OrderKind kind, string name, TargetOrder order, int found)
    {
        var shown = OrderTexts.Shown(name);
        OrderForNothing(kind, shown, OrderTexts.Shown(order.By));
        return new CommandAnswer(
            CommandResult.NotFound, "UnknownTarget", found == 0 ? $"no target {shown}" : $"{found} targets are named {shown}: say the namespace");
    }

    private PersonCommand CommandOf(OrderKind kind, TargetOrder order, ServerState state)
    {
        var person = new PersonOrder(order.By, order.Statement, order.Confirm, order.FencingNumber);
        return kind switch
        {
            OrderKind.Release => new Release(person),
            OrderKind.Failover => new Failover(person, order.ToNode),
            OrderKind.Fence => new FenceByPerson(person),
            _ => new StateOff(person, state.Claim is { } claim && IsHeard(claim.Kernel, state)),
        };
    }

    /// <summary>While the view itself may be out of date nobody is silent: a statement waits until the cluster is seen again.</summary>
    private bool IsHeard(KernelId kernel, ServerState state) => services.View.Nodes.Values.Any(n =>
        n.Kernel == kernel && services.View.SilentFor(n.Name) < TimeSpan.FromSeconds(state.Declared.Healing.NodeLostAfterSeconds));

    [LoggerMessage(3100, LogLevel.Warning, "{Order} of target {Target}, of which there is none or more than one, was ordered by {By} and refused")]
    private partial void OrderForNothing(OrderKind order, string target, string by);
}
