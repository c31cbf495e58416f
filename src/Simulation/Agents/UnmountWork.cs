using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Simulation.Agents;

/// <summary>An unmount and its proof, in the steps of <c>UnmountOperation</c>.</summary>
internal static class UnmountWork
{
    internal static async Task<AgentOutcome> RunAsync(AgentHands hands, WantedTarget target, TimeSpan within)
    {
        var deadline = hands.Now + within;
        if (hands.Devices().Holds(target.Label) || hands.IsInOwnTable(target))
        {
            await hands.Pause();
            var umount = await hands.ToolAsync(within, "umount", AgentHands.Place(target));
            if (umount is null)
                return AgentOutcome.Failed(FaultKind.UnmountHung, "UnmountHung", "umount still runs; nothing is assumed stopped");
        }

        if (!IsAnothers(hands, target) && await hands.WaitGoneAsync(target.Label, deadline) == false)
            return AgentOutcome.Failed(FaultKind.UnmountHung, "StillInKernel", $"{target.Label} is still in this kernel");
        await hands.Pause();
        var unheld = DeviceLook.Opening(hands, target) == DeviceOpening.Exclusive;
        var released = unheld && await MountWork.MmpAsync(hands, target) is null;
        var look = new UnmountLook(
            hands.Devices().Holds(target.Label) && !IsAnothers(hands, target), hands.IsInOwnTable(target), unheld, released);
        return new AgentOutcome(null, "", look.ProvesAbsence(hands.Rules));
    }

    private static bool IsAnothers(AgentHands hands, WantedTarget target) =>
        hands.Mounted(target.Label) is { } mount && !hands.SameDevice(mount.DevicePath, target.DevicePath);
}
