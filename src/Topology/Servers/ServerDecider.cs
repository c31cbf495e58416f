using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Every decision about a server. Pure: same state, command and context give the same answer.</summary>
public static class ServerDecider
{
    /// <summary>What follows from a command in this state; the same input gives the same answer.</summary>
    public static Decision<ServerEvent> Decide(ServerState state, ServerCommand command, DecisionContext context)
    {
        if (state.Spec is null && command is not (DeclareServer or Resume or BlameSupervisor))
            return Answers.Reject("NotDeclared", "The server is not declared: apply its LustreFilesystem first.");
        return command switch
        {
            DeclareServer c => LifeCycleDecisions.Declare(state, c, context),
            Proceed c => LifeCycleDecisions.Proceed(state, c, context),
            PersonCommand c => OrderDecisions.Decide(state, c, context),
            HearKernel c => ProofDecisions.Hear(state, c, context),
            ReportPodRemoval c => MoveDecisions.Drain(state, c, context),
            ConsiderFailback c => MoveDecisions.Failback(state, c, context),
            NoteHandsOff c => LifeCycleDecisions.NoteHandsOff(state, c, context),
            Resume => Answers.Accept(new ServerResumed(context.Meta("recovered on this member"))),
            BlameSupervisor c => FailureDecisions.BlameSupervisor(state, c, context),
            ReportPod c => ProgressDecisions.Pod(state, c, context),
            ReportKernel c => ProgressDecisions.Kernel(state, c, context),
            ReportFormatted c => ProgressDecisions.Formatted(state, c, context),
            ReportMounted c => ProgressDecisions.Mounted(state, c, context),
            ReportRecovery c => ProgressDecisions.Recovery(state, c, context),
            ReportUnmounted c => ProofDecisions.Unmounted(state, c, context),
            FailIncarnation c => FailureDecisions.Fail(state, c, context),
            AcceptProof c => ProofDecisions.Accept(state, c, context),
            _ => Answers.Reject("UnknownCommand", $"A server does not know {command.GetType().Name}."),
        };
    }
}
