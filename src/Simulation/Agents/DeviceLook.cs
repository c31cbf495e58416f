using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Simulation.Agents;

/// <summary>Collects the evidence on a device: what opening it, its bytes and the tools say.</summary>
internal static class DeviceLook
{
    internal static async Task<DeviceEvidence> AtAsync(AgentHands hands, WantedTarget target, bool forData)
    {
        var blkid = await hands.ToolAsync("blkid", "-p", "-o", "export", target.DevicePath);
        var tunefs = await hands.ToolAsync("tunefs.lustre", "--dryrun", target.DevicePath);
        var device = hands.Machine.DeviceAt(target.DevicePath);
        return new DeviceEvidence(
            Opening(hands, target),
            forData && device is { LooksEmpty: false } ? 0 : null,
            blkid.Exit,
            blkid.Exit == 0 ? BlkidOutput.Parse(blkid.Stdout) : null,
            tunefs.Exit,
            tunefs.Exit == 0 ? TunefsOutput.Parse(tunefs.Stdout) : null,
            $"{blkid.Stderr}; {tunefs.Stderr}");
    }

    internal static DeviceOpening Opening(AgentHands hands, WantedTarget target)
    {
        var kernel = hands.Machine.Kernel;
        var device = hands.Machine.DeviceAt(target.DevicePath);
        return device is null ? DeviceOpening.Gone
            : device.Id != target.DeviceId ? DeviceOpening.OtherDevice
            : kernel.DeviceFails(device.State) ? DeviceOpening.Unreadable
            : kernel.Targets.Values.Any(m => m.BackendMounted && hands.SameDevice(m.DevicePath, target.DevicePath)) ? DeviceOpening.Held
            : DeviceOpening.Exclusive;
    }
}
