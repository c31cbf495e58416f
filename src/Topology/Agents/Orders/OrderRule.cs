using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Agents.Orders;

/// <summary>How far the life of an agent has come. It goes one way only.</summary>
public enum AgentPhase
{
    /// <summary>Nothing is mounted by this agent.</summary>
    Idle,

    /// <summary>The target was mounted by this agent.</summary>
    Mounted,

    /// <summary>An unmount was accepted, or the mount vanished: this incarnation never touches the device again.</summary>
    Ended,
}

/// <summary>What an agent knows when an order comes in.</summary>
/// <param name="Phase">How far its life has come.</param>
/// <param name="RunningKey">Key of the operation under way, null when none is.</param>
/// <param name="RunningHung">The operation under way passed its deadline and its tool is still alive.</param>
/// <param name="LastKey">Key of the last finished operation, null before the first.</param>
/// <param name="LastFault">Its fault, null when it succeeded.</param>
/// <param name="LastAcknowledged">The supervisor has journaled that fault.</param>
public sealed record DeskState(
    AgentPhase Phase, string? RunningKey, bool RunningHung, string? LastKey, Fault? LastFault, bool LastAcknowledged);

/// <summary>What becomes of an order.</summary>
public abstract record OrderVerdict
{
    /// <summary>Run it.</summary>
    public sealed record Run : OrderVerdict;

    /// <summary>It is under way: wait for that run.</summary>
    public sealed record Join : OrderVerdict;

    /// <summary>It has been carried out: answer what came of it.</summary>
    public sealed record Recall : OrderVerdict;

    /// <summary>It may not run; nothing was touched.</summary>
    public sealed record Refuse(Fault Fault) : OrderVerdict;
}

/// <summary>
/// One operation at a time, none twice. Operations outlive sessions, so a supervisor that lost its session repeats its order and learns the
/// outcome. After an unmount nothing may be mounted again: the proof of death <c>Unmounted</c> would be a lie.
/// </summary>
public static class OrderRule
{
    /// <summary>Key under which a repeated order is recognised. The timeout is no part of it.</summary>
    public static string KeyOf(TargetOperation operation, WantedTarget target) => $"{operation}\n{target.Fingerprint}";

    /// <summary>Decides about an order.</summary>
    public static OrderVerdict Decide(DeskState desk, TargetOperation operation, string key, Rules rules)
    {
        if (desk.RunningKey is not null)
            return WhileRunning(desk, operation, key);
        // Stopping what is stopped is harmless, and the second look may see what the first could not prove.
        if (operation != TargetOperation.Unmount && key == desk.LastKey && !MayRunAgain(desk.LastFault, desk.LastAcknowledged))
            return new OrderVerdict.Recall();
        return (desk.Phase, operation) switch
        {
            (_, TargetOperation.Unmount) or (AgentPhase.Idle, _) => new OrderVerdict.Run(),
            (AgentPhase.Ended, _) when !rules.Holds(Rule.LifeEndsOnce) => new OrderVerdict.Run(),
            (AgentPhase.Ended, _) => new OrderVerdict.Refuse(Over(operation)),
            _ => Refuse(FaultKind.Supervisor, "OutOfOrder", $"{operation} refused: this agent has the target mounted from another order"),
        };
    }

    /// <summary>
    /// Asked right before mount or mkfs is started, which may be long after the order was accepted: an agent that was told to end meanwhile
    /// begins nothing. Null when it may go on.
    /// </summary>
    /// <param name="over">The agent was told to end.</param>
    /// <param name="operation">What it is about to do.</param>
    /// <param name="rules">Rules in force.</param>
    public static Fault? BeforeTool(bool over, TargetOperation operation, Rules rules) =>
        over && rules.Holds(Rule.LifeEndsOnce) ? Over(operation) : null;

    /// <summary>
    /// True for outcomes after which the same order is a new attempt: nothing was done, or the supervisor has journaled what came of it.
    /// </summary>
    public static bool MayRunAgain(Fault? fault, bool acknowledged) =>
        fault is not null && (acknowledged || fault.Kind is FaultKind.Transient or FaultKind.MgsUnreachable);

    /// <summary>
    /// True for faults that reports repeat until they are acknowledged: those that end an incarnation. The others concern one call only.
    /// </summary>
    public static bool IsRepeated(FaultKind kind) =>
        kind is not (FaultKind.Transient or FaultKind.Session or FaultKind.MgsUnreachable);

    private static Fault Over(TargetOperation operation) => new(FaultKind.PodCrashed, "LifeOver",
        $"{operation} refused: this incarnation was told to end, has unmounted its target or lost its mount; only a next incarnation may have it");

    private static OrderVerdict WhileRunning(DeskState desk, TargetOperation operation, string key)
    {
        if (key == desk.RunningKey)
            return new OrderVerdict.Join();
        if (!desk.RunningHung)
            return Refuse(FaultKind.Transient, "Busy", $"{operation} refused for now: another operation is under way");
        return operation == TargetOperation.Unmount
            ? Refuse(FaultKind.UnmountHung, "OperationStillHung",
                "an earlier operation passed its deadline and its tool still runs: nothing can be said to have stopped")
            : Refuse(FaultKind.Node, "OperationStillHung",
                $"{operation} refused: an earlier operation passed its deadline and its tool still runs");
    }

    private static OrderVerdict.Refuse Refuse(FaultKind kind, string reason, string message) => new(new Fault(kind, reason, message));
}
