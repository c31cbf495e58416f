using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Servers;

/// <summary>How a kernel's claim to a target ends.</summary>
internal static class ProofDecisions
{
    internal static Decision<ServerEvent> Accept(ServerState state, AcceptProof command, DecisionContext context)
    {
        var proof = command.Proof;
        if (state.Claim is not { } claim)
            return Answers.Unchanged;
        if ((proof.Number != claim.Number || proof.Kernel != claim.Kernel) && context.Rules.Holds(Rule.ProofIsSpentOnce))
            return Answers.Reject(
                nameof(Rule.ProofIsSpentOnce),
                $"the proof ends incarnation {proof.Number} on {proof.Kernel}; the claim is {claim.Number} on {claim.Kernel}");
        var proved = new DeathProved(context.Meta(proof.Evidence), proof);
        if (state.Phase == ServerPhase.Quarantined)
            return Answers.Accept(proved);
        if (BackOff.Flaps(state, context.Now))
            return Answers.Accept(proved, new ServerQuarantined(context.Meta(FaultReasons.BudgetSpent), FailureDecisions.Spent(state, state.LastFault!)));
        var next = new BackOffStarted(
            context.Meta("the old kernel is proved dead"), Next(state, context), state.BackoffStep, AvoidAfter(state, proof, claim));
        return Answers.Runs(state)
            ? Answers.Accept(DiedWithKernel(state, proof, context), proved, next)
            : Answers.Accept(proved, next);
    }

    /// <summary>
    /// The kernel that was given up for silence is heard again under the same boot. If the target was mounted and its pod runs, that life goes
    /// on as if nothing had been; else the next one may start there: it is the same kernel. Neither touches another.
    /// </summary>
    internal static Decision<ServerEvent> Hear(ServerState state, HearKernel command, DecisionContext context)
    {
        if (state.Phase != ServerPhase.AwaitingProof || state.Claim is not { } claim || claim.Kernel != command.Kernel
            || state.FenceOrderedBy is not null || state.StatedOff is not null || Standstill.Of(state, context.Rules) is not null
            || !state.AwaitsSilent)
            return Answers.Unchanged;
        var mounted = state.Current is { Mounted: true } current && current.Kernel == claim.Kernel && current.Id.Number == claim.Number;
        return mounted && command.PodRuns
            ? Answers.Accept(new LifeContinued(context.Meta($"{claim.Node} is heard again under the same boot"), claim.Number))
            : Answers.Accept(new BackOffStarted(
                context.Meta($"{claim.Node} is heard again under the same boot"), context.Now, state.BackoffStep, state.AvoidNode));
    }

    /// <summary>
    /// A machine that was powered off is avoided; one that rebooted is as good as another; after an unmount, what ordered it said which.
    /// </summary>
    private static string? AvoidAfter(ServerState state, DeathProof proof, KernelClaim claim) => proof.Kind switch
    {
        ProofKind.KernelGone => null,
        ProofKind.Unmounted => state.AvoidNode,
        _ => claim.Node,
    };

    internal static Decision<ServerEvent> Unmounted(ServerState state, ReportUnmounted command, DecisionContext context)
    {
        if (!Answers.IsCurrent(state, command.Number, context) || state.Phase != ServerPhase.Stopping || state.Claim is not { } claim)
            return Answers.Unchanged;
        if (!(command.AbsentEverywhere && IsInThatKernel(state, claim)) && context.Rules.Holds(Rule.HungUnmountProvesNothing))
            return Answers.Accept(LifeCycleDecisions.AwaitProof(claim, context, $"not provably unmounted: {command.Evidence}"));
        var proof = new DeathProof(ProofKind.Unmounted, claim.Number, claim.Kernel, command.Evidence);
        return Accept(state with { Phase = ServerPhase.AwaitingProof }, new AcceptProof(proof), context);
    }

    /// <summary>Only an agent in the kernel that holds the claim can tell that the target is absent there.</summary>
    private static bool IsInThatKernel(ServerState state, KernelClaim claim) => state.Current?.Kernel == claim.Kernel;

    private static DateTimeOffset Next(ServerState state, DecisionContext context) =>
        state.Phase == ServerPhase.BackingOff && state.RetryAt > context.Now ? state.RetryAt : context.Now;

    private static IncarnationFailed DiedWithKernel(ServerState state, DeathProof proof, DecisionContext context)
    {
        var fault = new Fault(FaultKind.Node, FaultReasons.KernelProvedDead, $"its kernel {proof.Kernel} is proved dead: {proof.Evidence}");
        return new IncarnationFailed(context.Meta(fault.Message), state.Current!.Id.Number, fault, null);
    }
}
