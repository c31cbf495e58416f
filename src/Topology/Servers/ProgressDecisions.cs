using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Servers;

/// <summary>What follows when a step of an incarnation succeeded.</summary>
internal static class ProgressDecisions
{
    internal static Decision<ServerEvent> Pod(ServerState state, ReportPod command, DecisionContext context)
    {
        var known = state.Current?.PodUid == command.PodUid;
        return known || !Answers.IsCurrent(state, command.Number, context) || state.Phase != ServerPhase.Starting
            ? Answers.Unchanged
            : Answers.Accept(new PodCreated(context.Meta("its pod exists"), command.Number, command.PodUid));
    }

    internal static Decision<ServerEvent> Kernel(ServerState state, ReportKernel command, DecisionContext context)
    {
        if (!Answers.IsCurrent(state, command.Number, context) || !Answers.Runs(state))
            return Answers.Unchanged;
        if (state.Claim is { } claim && claim.Kernel != command.Kernel && context.Rules.Holds(Rule.ProofBeforeOtherKernel))
            return Differs(claim, command, context);
        var started = new IncarnationStarted(context.Meta("its agent answered"), command.Number, command.Kernel, command.PodUid);
        if (state.Phase == ServerPhase.Stopping && state.Current!.Kernel is null)
            return Answers.Accept(started);
        if (state.Phase != ServerPhase.Starting)
            return Answers.Unchanged;
        if (state.FormatPending && context.Rules.Holds(Rule.UnansweredFormatQuarantines))
            return FailureDecisions.Quarantine(state, FailureDecisions.Unanswered("an earlier life"), command.PodUid, context);
        var formatted = state.DeviceUuid.Length > 0 && context.Rules.Holds(Rule.FormatOnce);
        return formatted
            ? Answers.Accept(started, new MountRequested(context.Meta("formatted before"), command.Number))
            : Answers.Accept(started, new FormatRequested(context.Meta("new in the ledger"), command.Number));
    }

    internal static Decision<ServerEvent> Formatted(ServerState state, ReportFormatted command, DecisionContext context)
    {
        if (!Answers.IsCurrent(state, command.Number, context) || state.Phase != ServerPhase.Formatting)
            return Answers.Unchanged;
        return Answers.Accept(
            new TargetFormatted(context.Meta("read back by the agent"), command.Number, command.DeviceUuid),
            new MountRequested(context.Meta("formatted"), command.Number));
    }

    internal static Decision<ServerEvent> Mounted(ServerState state, ReportMounted command, DecisionContext context)
    {
        if (!Answers.IsCurrent(state, command.Number, context) || state.Phase != ServerPhase.Mounting)
            return Answers.Unchanged;
        if (state.DeviceUuid.Length > 0 && command.DeviceUuid != state.DeviceUuid)
        {
            var fault = new Fault(
                FaultKind.Target,
                FaultReasons.DeviceDiffers,
                $"device {state.Declared.Device.Id} carries UUID {command.DeviceUuid}, the ledger says {state.DeviceUuid}");
            return FailureDecisions.Quarantine(state, fault, null, context);
        }

        return Answers.Accept(new TargetMounted(context.Meta("mounted, obd up"), command.Number, command.DeviceUuid));
    }

    /// <summary>
    /// A target that waits for clients is healthy: nobody may have come back yet. An MGS has no recovery to wait for
    /// (lprocfs_status_server.c: only obdfilter and mdt have recovery_status).
    /// </summary>
    internal static Decision<ServerEvent> Recovery(ServerState state, ReportRecovery command, DecisionContext context)
    {
        if (!Answers.IsCurrent(state, command.Number, context) || state.Phase != ServerPhase.Recovering)
            return Answers.Unchanged;
        var recovered = state.Declared.Target.Kind == TargetKind.Mgt || command.Recovery is "INACTIVE" or "COMPLETE" or "WAITING_FOR_CLIENTS";
        return recovered
            ? Answers.Accept(new ServingStarted(context.Meta($"recovery {command.Recovery}"), command.Number, command.Recovery))
            : Answers.Unchanged;
    }

    private static Decision<ServerEvent> Differs(KernelClaim claim, ReportKernel command, DecisionContext context)
    {
        var fault = new Fault(
            FaultKind.Node,
            FaultReasons.KernelDiffers,
            $"the agent answers from kernel {command.Kernel}; {claim.Kernel} may still write the target");
        return Answers.Accept(
            new IncarnationFailed(context.Meta(fault.Message), command.Number, fault, command.PodUid),
            LifeCycleDecisions.AwaitProof(claim, context, "another kernel holds the claim"));
    }
}
