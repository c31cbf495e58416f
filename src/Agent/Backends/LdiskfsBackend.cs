using LustreSupervisor.Agent.Devices;
using LustreSupervisor.Agent.Operations;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Agent.Backends;

/// <summary>ldiskfs: guarded by multi-mount protection, which acts at the mount itself; there is nothing to let go of.</summary>
internal sealed class LdiskfsBackend(DeviceProbe probe, ILustre lustre, LifeGate gate) : IBackend
{
    /// <inheritdoc/>
    public async Task<Readiness> PrepareAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        var seen = await probe.LookAsync(target, forData: false, cancellationToken);
        var fault = IdentityRule.BeforeMount(seen, target, Rules.All) ?? await MmpAsync(target, cancellationToken);
        return new Readiness(fault, seen.Tunefs, seen.Blkid?.Uuid ?? "");
    }

    /// <inheritdoc/>
    public async Task<Readiness> ReadBackAsync(WantedTarget target, CancellationToken cancellationToken)
    {
        var seen = await probe.LookAsync(target, forData: false, cancellationToken);
        return new Readiness(IdentityRule.BeforeMount(seen, target, Rules.All), seen.Tunefs, seen.Blkid?.Uuid ?? "");
    }

    /// <inheritdoc/>
    public Task<OperationOutcome?> ReleaseAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken) =>
        Task.FromResult<OperationOutcome?>(null);

    /// <inheritdoc/>
    public async Task<bool> IsReleasedAsync(WantedTarget target, CancellationToken cancellationToken)
    {
        var mmp = await lustre.CheckMmpAsync(target.DevicePath, cancellationToken);
        return mmp.End == ToolEnd.Exited && MmpRule.Classify(target.DevicePath, mmp.Exit, mmp.Stdout, mmp.Stderr, Rules.All) is null;
    }

    /// <inheritdoc/>
    public async Task<OperationOutcome> FormatAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        switch (await GateAsync(target, cancellationToken))
        {
            case FormatVerdict.AlreadyOurs(var uuid):
                return OperationOutcome.Done(uuid, target.Label);
            case FormatVerdict.Refuse(var fault):
                return OperationOutcome.Failed(fault);
        }
        var (mkfs, hung) = await FormatOperation.MkfsAsync(lustre, gate, target, deadline, cancellationToken);
        if (mkfs is null)
            return hung!;
        return await GateAsync(target, cancellationToken) switch
        {
            FormatVerdict.AlreadyOurs(var uuid) => OperationOutcome.Done(uuid, target.Label),
            var verdict => OperationOutcome.Failed(FormatFailure.Classify(mkfs.Exit, mkfs.Said, verdict)),
        };
    }

    private async Task<Fault?> MmpAsync(WantedTarget target, CancellationToken cancellationToken)
    {
        var check = await lustre.CheckMmpAsync(target.DevicePath, cancellationToken);
        return check.End == ToolEnd.Exited
            ? MmpRule.Classify(target.DevicePath, check.Exit, check.Stdout, check.Stderr, Rules.All)
            : new Fault(FaultKind.Unknown, "ProbeFailed", check.Describe());
    }

    private async Task<FormatVerdict> GateAsync(WantedTarget target, CancellationToken cancellationToken) =>
        FormatGate.Decide(await probe.LookAsync(target, forData: true, cancellationToken), target, Rules.All);
}
