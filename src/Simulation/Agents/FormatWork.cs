using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Simulation.Agents;

/// <summary>A format, in the steps of <c>FormatOperation</c> and the ldiskfs back end.</summary>
internal static class FormatWork
{
    internal static async Task<AgentOutcome> RunAsync(AgentHands hands, WantedTarget target, TimeSpan within)
    {
        if (await hands.TakeLeaseAsync() is { } refused)
            return AgentOutcome.Failed(refused);
        switch (await GateAsync(hands, target))
        {
            case FormatVerdict.AlreadyOurs ours:
                return new AgentOutcome(null, ours.Uuid, false);
            case FormatVerdict.Refuse no:
                return AgentOutcome.Failed(no.Fault);
        }

        if (await hands.BeforeToolAsync(TargetOperation.Format) is { } over)
            return AgentOutcome.Failed(over);
        var mkfs = await hands.ToolAsync(within, ["mkfs.lustre", .. MkfsCommand.Arguments(target)]);
        if (mkfs is null)
            return AgentOutcome.Failed(FaultKind.Node, "FormatHung", "mkfs.lustre still runs");
        return await GateAsync(hands, target) is var after && after is FormatVerdict.AlreadyOurs done
            ? new AgentOutcome(null, done.Uuid, false)
            : AgentOutcome.Failed(FormatFailure.Classify(mkfs.Exit, mkfs.Stderr, after));
    }

    private static async Task<FormatVerdict> GateAsync(AgentHands hands, WantedTarget target) =>
        FormatGate.Decide(await DeviceLook.AtAsync(hands, target, forData: true), target, hands.Rules);
}
