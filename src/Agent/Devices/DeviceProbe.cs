using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Agent.Devices;

/// <summary>Collects everything that can be seen on a device.</summary>
internal sealed class DeviceProbe(ILustre lustre, TimeProvider time)
{
    /// <summary>A path whose every leg failed queues reads for ever.</summary>
    private static readonly TimeSpan LookWithin = TimeSpan.FromSeconds(30);

    /// <summary>Looks at the target's device.</summary>
    /// <param name="target">Names the device.</param>
    /// <param name="forData">Also read the ranges that must be empty on a blank device.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="UnrecognizedOutputException">A tool said something unknown.</exception>
    public async Task<DeviceEvidence> LookAsync(WantedTarget target, bool forData, CancellationToken cancellationToken)
    {
        var view = LookItselfAsync(target, forData, cancellationToken);
        var blkid = lustre.BlkidAsync(target.DevicePath, cancellationToken);
        var tunefs = lustre.TunefsAsync(target.DevicePath, cancellationToken);
        await Task.WhenAll(view, blkid, tunefs);
        return Evidence(await view, await blkid, await tunefs);
    }

    /// <summary>What the agent itself sees, in bounded time.</summary>
    public async Task<BlockDeviceView> LookItselfAsync(WantedTarget target, bool forData, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => BlockDevice.Look(target.DevicePath, target.DeviceId, forData), cancellationToken)
                .WaitAsync(LookWithin, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new BlockDeviceView(DeviceOpening.Unreadable, null, $"no answer within {LookWithin.TotalSeconds} s");
        }
    }

    private static DeviceEvidence Evidence(BlockDeviceView view, ToolResult blkid, ToolResult tunefs) => new(
        view.Opening,
        view.FirstDataOffset,
        blkid.Exit,
        blkid.Succeeded ? BlkidOutput.Parse(blkid.Stdout) : null,
        tunefs.Exit,
        tunefs.Succeeded ? TunefsOutput.Parse(tunefs.Stdout) : null,
        string.Join("; ", new[] { view.Complaint, blkid.Describe(), tunefs.Describe() }.Where(t => t.Length > 0)));
}
