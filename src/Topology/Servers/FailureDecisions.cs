using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Servers;

/// <summary>What is made of a fault: the right-hand column of the crash policy.</summary>
internal static class FailureDecisions
{
    private const int LbugNodesMax = 2;

    internal static Decision<ServerEvent> Fail(ServerState state, FailIncarnation command, DecisionContext context)
    {
        if (!Answers.IsCurrent(state, command.Number, context) || !Answers.Runs(state))
            return Answers.Unchanged;
        if (state.FormatPending && LeavesFormatOpen(command.Fault) && context.Rules.Holds(Rule.UnansweredFormatQuarantines))
            return Quarantine(state, Unanswered(command.Fault.Message), command.PodUid, context);
        if (command.Fault.Reason == FaultReasons.Lbug && PoisonsNodes(state))
            return Quarantine(state, command.Fault, command.PodUid, context);
        return CrashPolicy.ResponseTo(command.Fault.Kind, state.Declared.Healing) switch
        {
            TargetResponse.None => Answers.Unchanged,
            TargetResponse.RestartOnSameKernel => Restart(state, command, context),
            TargetResponse.WaitForMgs => WaitForMgs(state, command, context),
            TargetResponse.MoveAfterProof => Move(state, command, context),
            TargetResponse.ProveDeath => ProveDeath(state, command, context),
            _ => Quarantine(state, command.Fault, command.PodUid, context),
        };
    }

    internal static Decision<ServerEvent> Quarantine(ServerState state, Fault fault, string? podUid, DecisionContext context) =>
        Answers.Accept(
            new IncarnationFailed(context.Meta(fault.Message), state.Current!.Id.Number, fault, podUid),
            new ServerQuarantined(context.Meta(fault.Reason), fault));

    internal static Decision<ServerEvent> BlameSupervisor(ServerState state, BlameSupervisor command, DecisionContext context)
    {
        var faulted = new SupervisorFaulted(context.Meta("the supervisor failed here"), command.Reason);
        var recent = BackOff.InWindow(state.SupervisorFaults, (int)CrashPolicy.SessionWindow.TotalSeconds, context.Now);
        if (recent.Length + 1 < CrashPolicy.SupervisorFaultsMax || state.Spec is null)
            return Answers.Accept(faulted);
        var cause = new Fault(FaultKind.Supervisor, FaultReasons.SupervisorFaults, command.Reason);
        return Answers.Accept(faulted, new ServerQuarantined(context.Meta("the supervisor fails again and again here"), cause));
    }

    private static Decision<ServerEvent> Restart(ServerState state, FailIncarnation command, DecisionContext context)
    {
        if (state.Phase == ServerPhase.Stopping && LeavesSickNode(state))
            return ProveDeath(state, command, context);
        if (BackOff.BudgetSpent(state, context.Now))
            return Quarantine(state, Spent(state, command.Fault), command.PodUid, context);
        var step = BackOff.NextStep(state, context.Now);
        var delay = BackOff.Delay(state.Declared.Healing.Restarts, step, context.Entropy.Unit);
        return Answers.Accept(
            Failed(command, context),
            new BackOffStarted(context.Meta($"failure {step} in a row"), context.Now + delay, step, state.AvoidNode));
    }

    /// <summary>
    /// The unmount was ordered because the node is to blame: nothing starts there again. Where it was a drain or a person's wish, the pod may have
    /// ended before its answer came, and the same kernel may go on.
    /// </summary>
    private static bool LeavesSickNode(ServerState state) => state.Move is null && state.AvoidNode is not null && state.AvoidNode == state.Current?.Node;

    private static Decision<ServerEvent> WaitForMgs(ServerState state, FailIncarnation command, DecisionContext context) =>
        Answers.Accept(
            Failed(command, context),
            new BackOffStarted(context.Meta("the MGS cannot be reached"), context.Now + CrashPolicy.MgsRetry, state.BackoffStep, state.AvoidNode));

    private static Decision<ServerEvent> Move(ServerState state, FailIncarnation command, DecisionContext context)
    {
        if (state.Claim is null || state.Phase == ServerPhase.Stopping || FaultReasons.KernelCannotAnswer.Contains(command.Fault.Reason))
            return ProveDeath(state, command, context);
        return Answers.Accept(
            Failed(command, context),
            new UnmountRequested(context.Meta("a clean unmount is tried first"), command.Number) { AvoidNode = state.Current?.Node });
    }

    private static Decision<ServerEvent> ProveDeath(ServerState state, FailIncarnation command, DecisionContext context)
    {
        var proves = context.Rules.Holds(Rule.ProofBeforeOtherKernel);
        if (proves && state.Claim is { } claim)
            return Answers.Accept(Failed(command, context), LifeCycleDecisions.AwaitProof(claim, context, command.Fault.Reason) with { Silent = FaultReasons.Silence.Contains(command.Fault.Reason) });
        if (proves && PresumedClaim(state, command) is { } presumed)
            return Answers.Accept(Failed(command, context), LifeCycleDecisions.AwaitProof(presumed, context, command.Fault.Reason) with { Silent = FaultReasons.Silence.Contains(command.Fault.Reason) });
        var step = BackOff.NextStep(state, context.Now);
        var delay = BackOff.Delay(state.Declared.Healing.Restarts, step, context.Entropy.Unit);
        return Answers.Accept(
            Failed(command, context),
            new BackOffStarted(context.Meta("no kernel had touched the device"), context.Now + delay, step, state.Current?.Node));
    }

    /// <summary>
    /// A pod on a node that is lost cannot be removed without a proof, and its name keeps out every next life: so the kernel on which it
    /// was planned is proved dead, although no agent answered from there.
    /// </summary>
    private static KernelClaim? PresumedClaim(ServerState state, FailIncarnation command) =>
        FaultReasons.KernelCannotAnswer.Contains(command.Fault.Reason)
        && state.Current is { PlannedKernel: { } kernel } current && (command.PodUid ?? current.PodUid) is { } uid
            ? new KernelClaim(current.Id.Number, kernel, current.Node, uid)
            : null;

    private static IncarnationFailed Failed(FailIncarnation command, DecisionContext context) =>
        new(context.Meta(command.Fault.Message), command.Number, command.Fault, command.PodUid);

    private static bool PoisonsNodes(ServerState state) =>
        state.LbugNodes.Add(state.Current!.Node).Distinct(StringComparer.Ordinal).Count() >= LbugNodesMax;

    internal static Fault Unanswered(string what) => new(
        FaultKind.Target,
        FaultReasons.FormatUnanswered,
        $"a format was under way and was never answered ({what}): what is on the device is not known");

    /// <summary>The life ends without an answer and its kernel goes on: another life there would format again.</summary>
    private static bool LeavesFormatOpen(Fault fault) => CrashPolicy.RowFor(fault.Kind).Target switch
    {
        TargetResponse.RestartOnSameKernel or TargetResponse.WaitForMgs => true,
        TargetResponse.MoveAfterProof => !FaultReasons.KernelCannotAnswer.Contains(fault.Reason),
        _ => false,
    };

    internal static Fault Spent(ServerState state, Fault last)
    {
        var spec = state.Declared.Healing.Restarts;
        return new Fault(
            FaultKind.PodCrashed,
            FaultReasons.BudgetSpent,
            $"more than {spec.MaxInWindow} failures in {spec.WindowSeconds} s; last: {last.Reason}: {last.Message}");
    }
}
