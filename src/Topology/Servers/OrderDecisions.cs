using System.Globalization;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Servers;

/// <summary>
/// What becomes of a person's order. Each needs the target's typed name and the number of its newest life; a refused one leaves a trace in
/// the journal and changes nothing.
/// </summary>
internal static class OrderDecisions
{
    /// <summary>The same refusal is journaled once in this time: a script in a loop must not fill the journal.</summary>
    private static readonly TimeSpan RefusalsApart = TimeSpan.FromSeconds(60);

    internal static Decision<ServerEvent> Decide(ServerState state, PersonCommand command, DecisionContext context)
    {
        var decided = Doubt(state, command, context) is { } doubt
            ? new Decision<ServerEvent>.Rejected(doubt.Code, doubt.Message)
            : Carry(state, command, context);
        return decided is Decision<ServerEvent>.Rejected refused ? Traced(state, refused, command, context) : decided;
    }

    private static Decision<ServerEvent> Carry(ServerState state, PersonCommand command, DecisionContext context) => command switch
    {
        Release c => Release(state, c, context),
        Failover c => MoveDecisions.Order(state, c, context),
        FenceByPerson c => Fence(state, c, context),
        StateOff c => Off(state, c, context),
        _ => Answers.Reject("UnknownCommand", $"A server does not know {command.GetType().Name}."),
    };

    private static Decision<ServerEvent>.Rejected Traced(
        ServerState state, Decision<ServerEvent>.Rejected refused, PersonCommand command, DecisionContext context)
    {
        var by = Cut(command.Order.By);
        var last = state.LastRefusal;
        if (last is not null && (last.Order, last.Code, last.By) == (command.GetType().Name, refused.Code, by) && context.Now - last.At < RefusalsApart)
            return refused;
        var meta = context.Meta("a person's order was refused", by.Length > 0 ? by : "unknown");
        return refused with { Trace = [new OrderRefused(meta, command.GetType().Name, refused.Code, refused.Message)] };
    }

    private static (string Code, string Message)? Doubt(ServerState state, PersonCommand command, DecisionContext context)
    {
        var order = command.Order;
        var name = state.Declared.Target.ObjectName;
        if (order.Complaint() is { } complaint)
            return ("StatementMissing", complaint);
        if (order.Confirmation != name && context.Rules.Holds(Rule.TypedConfirmation))
            return (nameof(Rule.TypedConfirmation), $"type the target's name to confirm: {Typed(state)}; what was typed is \"{Cut(order.Confirmation)}\"");
        return order.FencingNumber != state.LastNumber && context.Rules.Holds(Rule.CurrentFencingNumber)
            ? (nameof(Rule.CurrentFencingNumber),
                $"the order is about incarnation {order.FencingNumber}, and {name} is at {state.LastNumber}: look again, then order it with {Typed(state)}")
            : null;
    }

    /// <summary>What a person types on the command line to confirm an order about this life.</summary>
    internal static string Typed(ServerState state) => string.Create(
        CultureInfo.InvariantCulture, $"--confirm {state.Declared.Target.ObjectName} --fencing-number {state.LastNumber}");

    private static Decision<ServerEvent> Release(ServerState state, Release command, DecisionContext context)
    {
        if (state.Phase != ServerPhase.Quarantined)
            return Answers.Reject("NotQuarantined", $"{state.Declared.Target.ObjectName} is {state.Phase}: there is nothing to release.");
        var meta = context.Meta("released by a person", command.Order.By);
        return Answers.Accept(
            new ServerReleased(meta, command.Order.Statement),
            new BackOffStarted(meta, context.Now, 0, state.AvoidNode));
    }

    /// <summary>A fence hits a machine: only a kernel that holds the claim can be meant, and a server that runs on it is given up first.</summary>
    private static Decision<ServerEvent> Fence(ServerState state, FenceByPerson command, DecisionContext context)
    {
        if (HandsOff(state, context) is { } paused)
            return paused;
        if (state.Claim is not { } claim)
            return NoClaim(state);
        var meta = context.Meta("a person has its machine fenced", command.Order.By);
        var ordered = new FenceOrdered(meta, claim.Number, command.Order.Statement);
        if (state.Phase is ServerPhase.AwaitingProof or ServerPhase.Quarantined)
            return state.FenceOrderedBy is not null ? Answers.Unchanged : Answers.Accept(ordered);
        var awaited = new ProofAwaited(meta, claim.Number, claim.Kernel, claim.Node);
        var fault = new Fault(FaultKind.Node, FaultReasons.FencedByPerson, $"{command.Order.By} has {claim.Node} fenced: {command.Order.Statement}");
        return Answers.Runs(state)
            ? Answers.Accept(ordered, new IncarnationFailed(meta, state.Current!.Id.Number, fault, null), awaited)
            : Answers.Accept(ordered, awaited);
    }

    private static Decision<ServerEvent> Off(ServerState state, StateOff command, DecisionContext context)
    {
        if (state.Claim is not { } claim)
            return NoClaim(state);
        if (state.Phase is not (ServerPhase.AwaitingProof or ServerPhase.Quarantined))
            return Answers.Reject("NotAwaitingProof",
                $"{state.Declared.Target.ObjectName} is {state.Phase}: nobody waits for the death of {claim.Kernel} on {claim.Node}.");
        if (command.Heard && context.Rules.Holds(Rule.StatementFitsFacts))
            return Answers.Reject(nameof(Rule.StatementFitsFacts), $"{claim.Node} is heard right now under boot {claim.Kernel.BootId}: it is not off.");
        var meta = context.Meta("a person states that its machine is off", command.Order.By);
        return Answers.Accept(new OffStated(meta, claim.Number, claim.Kernel, command.Order.Statement));
    }

    /// <summary>While nothing may be touched, nothing is ordered either.</summary>
    internal static Decision<ServerEvent>? HandsOff(ServerState state, DecisionContext context) =>
        Standstill.Of(state, context.Rules) is { } held ? Answers.Reject(held.Rule.ToString(), held.Why) : null;

    private static Decision<ServerEvent> NoClaim(ServerState state) => Answers.Reject(
        "NoClaim", $"No kernel holds {state.Declared.Target.ObjectName}, which is {state.Phase}: there is nothing to fence.");

    private static string Cut(string text) => text.Length <= PersonOrder.TextMax ? text : text[..PersonOrder.TextMax];
}
