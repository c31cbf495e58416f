using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Being declared, being planned, being released.</summary>
internal static class LifeCycleDecisions
{
    internal static Decision<ServerEvent> Declare(ServerState state, DeclareServer command, DecisionContext context)
    {
        var events = new List<ServerEvent>();
        if (state.Spec is null)
            events.Add(new ServerDeclared(context.Meta("the file system's plan"), command.Spec));
        else if (IsAnother(state.Declared, command.Spec) && context.Rules.Holds(Rule.IndexForEver))
            return Answers.Reject(
                nameof(Rule.IndexForEver),
                $"{state.Declared.Target.Label} belongs to device {state.Declared.Device.Id} for ever; the plan names {command.Spec.Device.Id}.");
        else if (!state.Declared.Equals(command.Spec))
            events.Add(new ServerRespecified(context.Meta("the file system's plan changed"), command.Spec));
        if (command.MayStart && state.Phase is (ServerPhase.Unknown or ServerPhase.Declared))
            events.Add(new StartPermitted(context.Meta("its turn in the start order")));
        return events.Count == 0 ? Answers.Unchanged : Answers.Accept([.. events]);
    }

    internal static Decision<ServerEvent> Proceed(ServerState state, Proceed command, DecisionContext context)
    {
        if (state.Phase is not (ServerPhase.Placed or ServerPhase.BackingOff or ServerPhase.AwaitingApproval))
            return Answers.Unchanged;
        if (OrderDecisions.HandsOff(state, context) is { } held)
            return held;
        if (context.Now < state.RetryAt)
            return Answers.Unchanged;
        if (state.Claim is { } claim && ClaimIsLost(claim, command) && context.Rules.Holds(Rule.ProofBeforeOtherKernel))
            return Answers.Accept(AwaitProof(claim, context, "its kernel is not heard while the next life waits") with { Silent = !IsOtherBoot(claim, command) });
        var choice = Placement.Choose(state, command.Nodes, context.Rules);
        if (choice.Node is null)
            return Answers.Reject("NoNodeAvailable", choice.Why);
        if (choice.NeedsApproval)
            return state.Phase == ServerPhase.AwaitingApproval
                ? Answers.Reject("ApprovalAwaited", choice.Why)
                : Answers.Accept(new ApprovalAwaited(context.Meta("failover is Manual"), choice.Node, choice.Why));
        var id = new IncarnationId(context.Epoch, state.LastNumber + 1, context.Entropy.Nonce);
        var kernel = command.Nodes.First(n => n.Name == choice.Node).Kernel;
        return Answers.Accept(new IncarnationPlanned(context.Meta(Cause(state)), id, choice.Node, choice.Why) { Kernel = kernel });
    }

    internal static Decision<ServerEvent> NoteHandsOff(ServerState state, NoteHandsOff command, DecisionContext context) =>
        command.Reason == state.HandsOff
            ? Answers.Unchanged
            : Answers.Accept(new HandsOffChanged(
                context.Meta(command.Reason.Length > 0 ? "annotated by a person" : "the annotation was lifted"), command.Reason));

    private static bool IsAnother(ServerSpec held, ServerSpec told) => held.Device.Id != told.Device.Id || held.Target != told.Target;

    internal static ProofAwaited AwaitProof(KernelClaim claim, DecisionContext context, string cause) =>
        new(context.Meta(cause), claim.Number, claim.Kernel, claim.Node);

    private static bool ClaimIsLost(KernelClaim claim, Proceed command)
    {
        var node = command.Nodes.FirstOrDefault(n => n.Name == claim.Node);
        return node is null || !node.Heard || node.Kernel != claim.Kernel;
    }

    private static bool IsOtherBoot(KernelClaim claim, Proceed command) =>
        command.Nodes.FirstOrDefault(n => n.Name == claim.Node) is { Heard: true } node && node.Kernel != claim.Kernel;

    private static string Cause(ServerState state) =>
        state.LastNumber == 0 ? "first start" : $"after {state.LastFault?.Reason ?? "a stop"}";
}
