using LustreSupervisor.Agent.Backends;
using LustreSupervisor.Agent.Devices;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Agent.Operations;

/// <summary>
/// Stops a target by a plain unmount, which keeps its clients' records, and looks for it everywhere in this kernel afterwards.
/// Needs no Lease: stopping what is ours is always allowed.
/// </summary>
internal sealed class UnmountOperation(
    KernelDevices devices, DeviceProbe probe, BackendChoice backends, ILustre lustre, MountPlace place, TimeProvider time)
{
    /// <summary>umount: the directory is in use. Something has to leave it first.</summary>
    private const string BusyText = "busy";

    private static readonly TimeSpan BusyRetryEvery = TimeSpan.FromSeconds(1);

    /// <summary>Runs it.</summary>
    public async Task<OperationOutcome> RunAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        var said = "nothing was mounted here";
        if (await MayBeMountedAsync(target, cancellationToken))
        {
            (var hung, said) = await UmountAsync(target, deadline, cancellationToken);
            if (hung is not null)
                return hung;
        }
        // Another target of this name, as every MGT is called MGS, is not ours to wait for.
        return !await IsAnothersAsync(target, cancellationToken)
            && await devices.WaitGoneAsync(target.Label, deadline, cancellationToken) == false
            ? OperationOutcome.Failed(FaultKind.UnmountHung, "StillInKernel",
                $"{target.Label} is still in this kernel after {deadline.Within.TotalSeconds} s; {said}")
            : await backends.Of(target).ReleaseAsync(target, deadline, cancellationToken) ?? await ProveAsync(target, cancellationToken);
    }

    private async Task<bool> IsAnothersAsync(WantedTarget target, CancellationToken cancellationToken) =>
        await devices.MountedDeviceAsync(target, cancellationToken) is { } below && !MountPlace.SameDevice(below, target.Source);

    /// <summary>Only a kernel that lists its devices without the target, and a mount table without it, spare the unmount.</summary>
    private async Task<bool> MayBeMountedAsync(WantedTarget target, CancellationToken cancellationToken) =>
        (await devices.ReadAsync(cancellationToken))?.Holds(target.Label) != false
        || place.Table() is not { } table
        || MountPlace.HasMount(table, target);

    /// <summary>No outcome when umount has nothing more to do, and what it said last.</summary>
    private async Task<(OperationOutcome? Hung, string Said)> UmountAsync(
        WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            var umount = await lustre.UmountAsync(place.Of(target.Label), deadline.Left, cancellationToken);
            if (umount.End == ToolEnd.StillRunning)
                return (OperationOutcome.Hung(
                    new Fault(FaultKind.UnmountHung, "UnmountHung",
                        $"umount of {target.Label} still runs after {deadline.Within.TotalSeconds} s; nothing is assumed stopped"),
                    umount.WhenGone), "");
            // Not mounted here is for the checks that follow to judge: it may be in another name space of this kernel.
            if (umount.End != ToolEnd.Exited || umount.Exit == 0 || !umount.Stderr.Contains(BusyText, StringComparison.Ordinal))
                return (null, umount.Describe());
            if (deadline.Left <= BusyRetryEvery)
                return (OperationOutcome.Failed(FaultKind.UnmountHung, "UnmountBusy",
                    $"{place.Of(target.Label)} stays in use: {umount.Said}"), "");
            await Task.Delay(BusyRetryEvery, time, cancellationToken);
        }
    }

    /// <summary>Proof needs every source to say so; one that cannot be read proves nothing.</summary>
    private async Task<OperationOutcome> ProveAsync(WantedTarget target, CancellationToken cancellationToken)
    {
        var listed = await devices.ReadAsync(cancellationToken);
        var unheld = (await probe.LookItselfAsync(target, forData: false, cancellationToken)).Opening == DeviceOpening.Exclusive;
        var look = new UnmountLook(
            listed is null ? null : listed.Holds(target.Label) && !await IsAnothersAsync(target, cancellationToken),
            place.Table() is { } table ? MountPlace.HasMount(table, target) : null,
            unheld,
            // Asking about MMP of a device that is in use takes its 22 s.
            unheld && await backends.Of(target).IsReleasedAsync(target, cancellationToken));
        return new OperationOutcome(null, "", target.Label, look.ProvesAbsence(Rules.All), null);
    }
}
