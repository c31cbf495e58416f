using Akka.Actor;
using Akka.Cluster.Sharding;
using LustreSupervisor.Actors.Hosting;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Supervisor.Management;
using LustreSupervisor.Supervisor.Management.Commands;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;
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
            return await MissingAsync(kind, space, name, order, found.Count, cancellationToken);
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

    /// <summary>Refuses what is ordered about no target, or about several. The file system that it is named after journals that.</summary>
    private async Task<CommandAnswer> MissingAsync(
        OrderKind kind, string? space, string name, TargetOrder order, int found, CancellationToken cancellationToken)
    {
        var shown = OrderTexts.Shown(name);
        var by = OrderTexts.Shown(order.By);
        var answer = new CommandAnswer(
            CommandResult.NotFound, "UnknownTarget", found == 0 ? $"no target {shown}" : $"{found} targets are named {shown}: say the namespace");
        if (order.DryRun)
            return answer;
        if (FilesystemOf(space, name) is not { } filesystem
            || !await JournalAsync(filesystem, new NoteLostOrder(shown, kind.ToString(), answer.Message, by), cancellationToken))
            OrderForNothing(kind, shown, by);
        return answer;
    }

    private async Task<bool> JournalAsync(string filesystem, NoteLostOrder refused, CancellationToken cancellationToken)
    {
        try
        {
            var region = ClusterSharding.Get(system).ShardRegion(ShardKeys.Filesystems);
            await region.Ask<CommandReply>(new Actors.Hosting.Envelope(filesystem, refused), ManagementLimits.AnswerTime, cancellationToken);
            return true;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Key of the declared file system after which a target is named; null when there is none, or more than one.</summary>
    private string? FilesystemOf(string? space, string name)
    {
        var named = services.View.Filesystems.Values
            .Where(f => (space is null || f.Namespace == space) && TargetId.FilesystemIdOf($"{f.Namespace}~{name}") == f.Key)
            .ToList();
        return named.Count == 1 ? named[0].Key : null;
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
