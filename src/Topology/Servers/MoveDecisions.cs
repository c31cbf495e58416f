using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Moves of a server that is well: ordered by a person, forced by a drain, or back home in a declared window.</summary>
internal static class MoveDecisions
{
    /// <summary>Statement of a move that no person ordered. It is journaled: interruptions are told apart by it.</summary>
    internal const string WindowStatement = "declared window";

    /// <summary>A person's order: now, by a clean unmount; in <see cref="ServerPhase.AwaitingApproval"/> it is the approval.</summary>
    internal static Decision<ServerEvent> Order(ServerState state, Failover command, DecisionContext context)
    {
        if (OrderDecisions.HandsOff(state, context) is { } paused)
            return paused;
        if (Unfit(state, command, context) is { } unfit)
            return Answers.Reject("NodeNotFit", unfit);
        var meta = context.Meta("ordered by a person", command.Order.By);
        var moved = new MoveRequested(meta, command.ToNode, command.Order.Statement);
        return state.Phase switch
        {
            ServerPhase.Serving or ServerPhase.Recovering => Answers.Accept(moved, Unmount(state, meta)),
            ServerPhase.AwaitingApproval => Answers.Accept(moved, new BackOffStarted(meta, context.Now, state.BackoffStep, state.AvoidNode)),
            ServerPhase.BackingOff when state.Claim is null => Answers.Accept(moved),
            _ => Answers.Reject("NotServing",
                $"{state.Declared.Target.ObjectName} is {state.Phase}: only a server that serves, or waits for approval or a node, can be moved."),
        };
    }

    /// <summary>
    /// Somebody removes the pod, as a drain of its node does. The agent unmounts at its signal; the order is given too, because only its
    /// answer is a proof.
    /// </summary>
    internal static Decision<ServerEvent> Drain(ServerState state, ReportPodRemoval command, DecisionContext context) =>
        Answers.IsCurrent(state, command.Number, context) && state.Phase is ServerPhase.Serving or ServerPhase.Recovering
            && OrderDecisions.HandsOff(state, context) is null
            ? Answers.Accept(new UnmountRequested(context.Meta("its pod is being removed by somebody"), state.Current!.Id.Number))
            : Answers.Unchanged;

    /// <summary>Back to the preferred node, in a window that the file system declares, when that node is fit and nothing is wrong.</summary>
    internal static Decision<ServerEvent> Failback(ServerState state, ConsiderFailback command, DecisionContext context)
    {
        var home = state.Declared.ServiceNodes[0].Name;
        if (state.Phase != ServerPhase.Serving || state.Current is not { } current || current.Node == home)
            return Answers.Unchanged;
        if (OrderDecisions.HandsOff(state, context) is not null || !MaintenanceWindows.AreOpen(state.Declared.Healing.FailbackWindows, context.Now))
            return Answers.Unchanged;
        if (Placement.LackOf(state, command.Nodes, home, context.Rules) is not null)
            return Answers.Unchanged;
        var meta = context.Meta("back to its preferred node, in a declared window");
        return Answers.Accept(new MoveRequested(meta, home, WindowStatement), Unmount(state, meta));
    }

    private static UnmountRequested Unmount(ServerState state, EventMeta meta) =>
        new(meta, state.Current!.Id.Number) { AvoidNode = state.Current.Node };

    /// <summary>A server that serves is not stopped for a place that is none.</summary>
    private static string? Unfit(ServerState state, Failover command, DecisionContext context)
    {
        if (UnfitByPlan(state, command.ToNode) is { } unfit)
            return unfit;
        var places = state.Declared.ServiceNodes.Select(n => n.Name)
            .Where(n => command.ToNode is { } wanted ? n == wanted : n != state.Current?.Node)
            .Select(n => (Name: n, Lack: Placement.LackFor(state, command.Nodes, n, context.Rules)))
            .ToList();
        return places.Exists(p => p.Lack is null) ? null
            : places.Count == 0 ? "it has no other service node"
            : string.Join("; ", places.Select(p => $"{p.Name}: {p.Lack}"));
    }

    private static string? UnfitByPlan(ServerState state, string? node) =>
        node is null ? null
        : state.Declared.ServiceNodes.All(n => n.Name != node)
            ? $"{node} is no service node of {state.Declared.Target.ObjectName}: {string.Join(", ", state.Declared.ServiceNodes.Select(n => n.Name))}"
        : state.Current?.Node == node && state.Phase is ServerPhase.Serving or ServerPhase.Recovering ? $"it is on {node}"
        : null;
}
