using LustreSupervisor.Agent.Backends;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Kubernetes;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Operations;

/// <summary>
/// Starts a target: Lease, dead predecessor gone from this kernel, device is the right one, nobody else writes it, mount, verified.
/// </summary>
internal sealed class MountOperation(
    LeaseTaker lease, KernelReader kernel, KernelDevices devices, BackendChoice backends, LnetSetup lnet, MgsProbe mgs, MountFailure failure,
    DeviceGuard guard, MmpLog log, ILustre lustre, MountPlace place, WatchdogGate watchdog, LifeGate gate, TimeProvider time)
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
        if (target.SelfFence && await watchdog.DemandAsync(cancellationToken) is { } unwatched)
            return OperationOutcome.Failed(unwatched);
        if (await lease.TakeAsync(kernel.Read(), cancellationToken) is { } notOurs)
            return OperationOutcome.Failed(notOurs);
        if (await IsAdoptableAsync(target, cancellationToken))
            return await guard.CheckAsync(target, cancellationToken) is { } cutOff
                ? OperationOutcome.Failed(cutOff)
                : await VerifyAsync(target, cancellationToken);
        if (await PredecessorAsync(target, deadline, cancellationToken) is { } refused)
            return OperationOutcome.Failed(refused);
        if (await guard.TakeAsync(target, cancellationToken) is { } unguarded)
            return OperationOutcome.Failed(unguarded);
        var marking = log.MarkAsync(cancellationToken);
        var ready = await backends.Of(target).PrepareAsync(target, deadline, cancellationToken);
        if (ready.Fault is { } unfit)
            return ready.StillHeldBy is { } tool ? OperationOutcome.Hung(unfit, tool) : OperationOutcome.Failed(unfit);
        var mark = await marking;
        var outcome = await PreparedAsync(target, ready, mark, deadline, cancellationToken);
        if (outcome is { Fault: not null, StillHeldBy: null })
            await LetGoAsync(target, deadline, cancellationToken);
        return outcome;
    }

    private async Task<OperationOutcome> PreparedAsync(
        WantedTarget target, Readiness ready, double? mark, Deadline deadline, CancellationToken cancellationToken)
    {
        if ((await lnet.EnsureAsync(target, cancellationToken)
            ?? await mgs.DemandAsync(target, ready.OnDevice, cancellationToken)
            ?? place.Prepare(target.Label)) is { } fault)
            return OperationOutcome.Failed(fault);
        if (deadline.Passed)
            return OperationOutcome.Failed(FaultKind.Transient, "OutOfTime",
                "the checks before the mount took the order's whole time; nothing was touched");
        if (gate.Demand(TargetOperation.Mount) is { } over)
            return OperationOutcome.Failed(over);
        var mount = await lustre.MountAsync(target.Source, place.Of(target.Label), deadline.Left, cancellationToken);
        return mount switch
        {
            { End: ToolEnd.StillRunning } => OperationOutcome.Hung(
                new Fault(FaultKind.Node, "MountHung",
                    $"mount of {target.Source} still runs after {deadline.Within.TotalSeconds} s; it is not killed"),
                mount.WhenGone),
            { End: ToolEnd.NotStarted } => OperationOutcome.Failed(FaultKind.Unknown, "ToolMissing", mount.Describe()),
            { Exit: 0 } => await VerifyAsync(target, cancellationToken),

            // Of this very device on this very directory: what was asked for is so.
            { Exit: 17 or 114 } when place.Table() is { } table && place.IsMounted(table, target) => await VerifyAsync(target, cancellationToken),
            _ => OperationOutcome.Failed(await failure.ExplainAsync(target, ready, mount, mark, cancellationToken)),
        };
    }

    /// <summary>What is not mounted is let go of, so that another node may have it; what may be mounted is left to the unmount.</summary>
    private async Task LetGoAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        if (await devices.ReadAsync(cancellationToken) is { } listed && !listed.Holds(target.Label))
            await backends.Of(target).ReleaseAsync(target, deadline, cancellationToken);
    }

    /// <summary>
    /// True when this very device is mounted on this very directory of this name space and its target is up: what was asked for is so. It is
    /// read back like any mount. One that this agent cannot see is a dead predecessor's, and is waited for.
    /// </summary>
    private async Task<bool> IsAdoptableAsync(WantedTarget target, CancellationToken cancellationToken) =>
        place.Table() is { } table && place.IsMounted(table, target)
        && await devices.ReadAsync(cancellationToken) is { } listed && listed.IsUp(target.Label)
        && await devices.MountedDeviceAsync(target, cancellationToken) is { } below && MountPlace.SameDevice(below, target.Source);

    private async Task<Fault?> PredecessorAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        // Not readable: the modules are not loaded yet; the mount loads them, and refuses a second start by itself (errno 114).
        if (await devices.ReadAsync(cancellationToken) is not { } listed || !listed.Holds(target.Label))
            return null;
        if (await devices.MountedDeviceAsync(target, cancellationToken) is { } other && !MountPlace.SameDevice(other, target.Source))
            return new Fault(FaultKind.Node, "AlreadyRunning",
                $"this kernel serves another {target.Label}, from {other}: one kernel runs one of a name");
        var within = deadline.Left < PredecessorGoneWithin ? deadline.Left : PredecessorGoneWithin;
        return await devices.WaitGoneAsync(target.Label, new Deadline(time, within), cancellationToken) == false
            ? new Fault(FaultKind.Node, "PredecessorAlive",
                $"{target.Label} of an earlier pod is still in this kernel after {within.TotalSeconds} s")
            : null;
    }

    private async Task<OperationOutcome> VerifyAsync(WantedTarget target, CancellationToken cancellationToken)
    {
        var looking = backends.Of(target).ReadBackAsync(target, cancellationToken);
        var up = new Deadline(time, UpWithin);
        while (await devices.ReadAsync(cancellationToken) is not { } listed || !listed.IsUp(target.Label))
        {
            if (up.Passed)
                return OperationOutcome.Failed(FaultKind.Node, "NotUp",
                    $"mount succeeded, but {target.Label} is not UP in `lctl dl` after {UpWithin.TotalSeconds} s");
            await Task.Delay(LookUpEvery, time, cancellationToken);
        }
        var seen = await looking;
        return seen.Fault is { } fault ? OperationOutcome.Failed(fault) : OperationOutcome.Done(seen.Uuid, target.Label);
    }
}
