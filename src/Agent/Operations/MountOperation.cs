using LustreSupervisor.Agent.Devices;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Kubernetes;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Operations;

/// <summary>
/// Starts a target: Lease, dead predecessor gone from this kernel, device is the right one, nobody else writes it, mount, verified.
/// </summary>
internal sealed class MountOperation(
    LeaseTaker lease, KernelReader kernel, KernelDevices devices, DeviceProbe probe, MgsProbe mgs, MmpLog log, LnetSetup lnet,
    ILustre lustre, MountPlace place, TimeProvider time)
{
    /// <summary>
    /// How long the mount of a dead predecessor may take to go away by itself: it is a plain unmount, which flushes what the pod left
    /// behind.
    /// </summary>
    private static readonly TimeSpan PredecessorGoneWithin = TimeSpan.FromSeconds(120);

    /// <summary>After a mount that succeeded, the kernel lists the target at once; a loaded one may need a moment.</summary>
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LookUpEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs it.</summary>
    public async Task<OperationOutcome> RunAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        if ((await lease.TakeAsync(kernel.Read(), cancellationToken)
            ?? await PredecessorAsync(target, deadline, cancellationToken)) is { } refused)
            return OperationOutcome.Failed(refused);
        var marking = log.MarkAsync(cancellationToken);
        var before = await probe.LookAsync(target, forData: false, cancellationToken);
        if ((IdentityRule.BeforeMount(before, target)
            ?? await MmpAsync(target, cancellationToken)
            ?? await lnet.EnsureAsync(target, cancellationToken)
            ?? await mgs.DemandAsync(target, before.Tunefs, cancellationToken)
            ?? place.Prepare(target.Label)) is { } fault)
            return OperationOutcome.Failed(fault);
        if (deadline.Passed)
            return OperationOutcome.Failed(FaultKind.Transient, "OutOfTime",
                "the checks before the mount took the order's whole time; nothing was touched");
        var mark = await marking;
        var mount = await lustre.MountAsync(target.DevicePath, place.Of(target.Label), deadline.Left, cancellationToken);
        return mount switch
        {
            { End: ToolEnd.StillRunning } => OperationOutcome.Hung(
                new Fault(FaultKind.Node, "MountHung",
                    $"mount of {target.DevicePath} still runs after {deadline.Within.TotalSeconds} s; it is not killed"),
                mount.WhenGone),
            { End: ToolEnd.NotStarted } => OperationOutcome.Failed(FaultKind.Unknown, "ToolMissing", mount.Describe()),
            { Exit: 0 } => await VerifyAsync(target, cancellationToken),
            _ => await ExplainAsync(target, before, mount, mark, cancellationToken),
        };
    }

    private async Task<Fault?> PredecessorAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        // Not readable: the modules are not loaded yet; the mount loads them, and refuses a second start by itself (errno 114).
        if (await devices.ReadAsync(cancellationToken) is not { } listed || !listed.Holds(target.Label))
            return null;
        if (await devices.MountedDeviceAsync(target, cancellationToken) is { } other && !MountPlace.SameDevice(other, target.DevicePath))
            return new Fault(FaultKind.Node, "AlreadyRunning",
                $"this kernel serves another {target.Label}, from {other}: one kernel runs one of a name");
        var within = deadline.Left < PredecessorGoneWithin ? deadline.Left : PredecessorGoneWithin;
        return await devices.WaitGoneAsync(target.Label, new Deadline(time, within), cancellationToken) == false
            ? new Fault(FaultKind.Node, "PredecessorAlive",
                $"{target.Label} of an earlier pod is still in this kernel after {within.TotalSeconds} s")
            : null;
    }

    private async Task<Fault?> MmpAsync(WantedTarget target, CancellationToken cancellationToken)
    {
        var check = await lustre.CheckMmpAsync(target.DevicePath, cancellationToken);
        return check.End == ToolEnd.Exited
            ? MmpRule.Classify(target.DevicePath, check.Exit, check.Stdout, check.Stderr)
            : new Fault(FaultKind.Unknown, "ProbeFailed", check.Describe());
    }

    private async Task<OperationOutcome> VerifyAsync(WantedTarget target, CancellationToken cancellationToken)
    {
        var looking = probe.LookAsync(target, forData: false, cancellationToken);
        var up = new Deadline(time, UpWithin);
        while (await devices.ReadAsync(cancellationToken) is not { } listed || !listed.IsUp(target.Label))
        {
            if (up.Passed)
                return OperationOutcome.Failed(FaultKind.Node, "NotUp",
                    $"mount succeeded, but {target.Label} is not UP in `lctl dl` after {UpWithin.TotalSeconds} s");
            await Task.Delay(LookUpEvery, time, cancellationToken);
        }
        var seen = await looking;
        return IdentityRule.BeforeMount(seen, target) is { } fault
            ? OperationOutcome.Failed(fault)
            : OperationOutcome.Done(seen.Blkid?.Uuid ?? "", target.Label);
    }

    private async Task<OperationOutcome> ExplainAsync(
        WantedTarget target, DeviceEvidence before, ToolResult mount, double? mark, CancellationToken cancellationToken)
    {
        // Of this very device on this very directory: what was asked for is so.
        if (mount.Exit is 17 or 114 && place.Table() is { } table && place.IsMounted(table, target))
            return await VerifyAsync(target, cancellationToken);
        bool? reachable = target.RegistersWith.IsEmpty
            ? null
            : mount.Exit != MountErrors.AmbiguousExit || await MgsAnswersAsync(target, before, cancellationToken);
        var refusal = MmpLogRule.AsksLog(mount.Exit) ? await log.SinceAsync(mark, target.DevicePath, cancellationToken) : null;
        return OperationOutcome.Failed(MountErrors.Classify(mount.Exit, mount.Stderr, reachable, refusal));
    }

    /// <summary>
    /// A node that answers on LNet may still run no MGS: a registration that failed tells more than a ping, unless the device is at fault.
    /// </summary>
    private async Task<bool> MgsAnswersAsync(WantedTarget target, DeviceEvidence before, CancellationToken cancellationToken) =>
        before.Tunefs is { } tunefs && MountErrors.MustRegister(tunefs.Flags)
            ? (await probe.LookItselfAsync(target, forData: true, cancellationToken)).Opening == DeviceOpening.Unreadable
            : await mgs.AnswersAsync(target.RegistersWith, cancellationToken);
}
