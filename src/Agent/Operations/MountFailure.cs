using LustreSupervisor.Agent.Backends;
using LustreSupervisor.Agent.Devices;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Operations;

/// <summary>Finds out why a mount failed: some exit codes have two meanings, which the MGS, the device and the kernel's log tell apart.</summary>
internal sealed class MountFailure(DeviceProbe probe, MgsProbe mgs, MmpLog log)
{
    /// <summary>Names the fault.</summary>
    public async Task<Fault> ExplainAsync(
        WantedTarget target, Readiness ready, ToolResult mount, double? mark, CancellationToken cancellationToken)
    {
        bool? reachable = target.RegistersWith.IsEmpty
            ? null
            : mount.Exit != MountErrors.AmbiguousExit || await MgsAnswersAsync(target, ready, cancellationToken);
        var refusal = MmpLogRule.AsksLog(mount.Exit) ? await log.SinceAsync(mark, target.DevicePath, cancellationToken) : null;
        return MountErrors.Classify(mount.Exit, mount.Stderr, reachable, refusal);
    }

    /// <summary>
    /// A node that answers on LNet may still run no MGS: a registration that failed tells more than a ping, unless the device is at fault.
    /// </summary>
    private async Task<bool> MgsAnswersAsync(WantedTarget target, Readiness ready, CancellationToken cancellationToken) =>
        ready.OnDevice is { } tunefs && MountErrors.MustRegister(tunefs.Flags)
            ? (await probe.LookItselfAsync(target, forData: true, cancellationToken)).Opening == DeviceOpening.Unreadable
            : await mgs.AnswersAsync(target.RegistersWith, cancellationToken);
}
