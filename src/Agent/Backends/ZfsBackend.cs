using LustreSupervisor.Agent.Devices;
using LustreSupervisor.Agent.Operations;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Agents.Zfs;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Agent.Backends;

/// <summary>ZFS: a pool for each target. Importing it is the lock, exporting it lets go.</summary>
internal sealed class ZfsBackend(DeviceProbe probe, ILustre lustre, HostIdReader hostId, LifeGate gate) : IBackend
{
    private static readonly Fault NoModules =
        new(FaultKind.Node, "ModulesMissing", "zpool list does not answer: ZFS's modules are not loaded on this node");

    /// <inheritdoc/>
    public async Task<Readiness> PrepareAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        var seen = await probe.LookAsync(target, forData: false, cancellationToken);
        if ((ZfsIdentity.BeforeImport(seen, target) ?? hostId.Fault()) is { } refused)
            return new Readiness(refused, null, "");
        if (await ImportAsync(target, deadline, cancellationToken) is { } failed)
            return new Readiness(failed.Fault, null, "", failed.StillHeldBy);
        var ready = await ReadBackAsync(target, cancellationToken);
        if (ready.Fault is not null)
            await ReleaseAsync(target, deadline, cancellationToken);
        return ready;
    }

    /// <inheritdoc/>
    public Task<Readiness> ReadBackAsync(WantedTarget target, CancellationToken cancellationToken) =>
        ReadAsync(target, ZfsIdentity.InPool, cancellationToken);

    /// <inheritdoc/>
    public async Task<OperationOutcome?> ReleaseAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        if (await IsReleasedAsync(target, cancellationToken))
            return null;
        // A stranger of this name is not ours to export.
        var pool = (await PoolsAsync(cancellationToken))?.FirstOrDefault(p => ImportRule.Holds(p, target))?.Name ?? ZfsName.Of(target).Pool;
        var export = await lustre.PoolExportAsync(pool, deadline.Left, cancellationToken);
        if (export.End == ToolEnd.StillRunning)
            return OperationOutcome.Hung(
                new Fault(FaultKind.UnmountHung, "ExportHung", $"zpool export {pool} still runs; nothing is assumed stopped"), export.WhenGone);
        return await IsReleasedAsync(target, cancellationToken)
            ? null
            : OperationOutcome.Failed(FaultKind.UnmountHung, "NotExported", $"pool {pool} is still imported: {export.Describe()}");
    }

    /// <inheritdoc/>
    public async Task<bool> IsReleasedAsync(WantedTarget target, CancellationToken cancellationToken) =>
        await PoolsAsync(cancellationToken) is { } pools && !pools.Any(p => ImportRule.Holds(p, target));

    /// <inheritdoc/>
    public async Task<OperationOutcome> FormatAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        if (hostId.Fault() is { } nobody)
            return OperationOutcome.Failed(nobody);
        var seen = await probe.LookAsync(target, forData: true, cancellationToken);
        if (ZfsIdentity.HoldsPool(seen.Blkid, target))
            return await RecogniseAsync(target, seen.Blkid!.Uuid, deadline, "", cancellationToken);
        if (FormatGate.Decide(seen, target, Rules.All) is FormatVerdict.Refuse(var refused))
            return OperationOutcome.Failed(refused);

        // mkfs.lustre takes an imported pool of that name for its own, whatever device it lies on.
        if (await PoolsAsync(cancellationToken) is not { } pools)
            return OperationOutcome.Failed(NoModules);
        if (ImportRule.Here(pools, target with { ExpectedUuid = "none" }).Fault is { } taken)
            return OperationOutcome.Failed(taken);
        var (mkfs, hung) = await FormatOperation.MkfsAsync(lustre, gate, target, deadline, cancellationToken);
        if (mkfs is null)
            return hung!;
        var made = await probe.LookAsync(target, forData: false, cancellationToken);
        return ZfsIdentity.HoldsPool(made.Blkid, target)
            ? await RecogniseAsync(target, made.Blkid!.Uuid, deadline, mkfs.Describe(), cancellationToken)
            : OperationOutcome.Failed(FormatFailure.Classify(mkfs.Exit, mkfs.Said, FormatGate.Decide(
                await probe.LookAsync(target, forData: true, cancellationToken), target, Rules.All)));
    }

    /// <summary>
    /// Reads what a format of this or an earlier order left behind, and exports it: the mount takes it as it takes any pool. It is the pool
    /// on the device, by its GUID; never by force, as nobody has known it before.
    /// </summary>
    private async Task<OperationOutcome> RecogniseAsync(
        WantedTarget wanted, string poolId, Deadline deadline, string said, CancellationToken cancellationToken)
    {
        var target = wanted with { ExpectedUuid = poolId, ForceImportAllowed = false };
        if (await ImportAsync(target, deadline, cancellationToken) is { } failed)
            return said.Length == 0 ? failed : failed with { Fault = failed.Fault! with { Message = $"{failed.Fault.Message}; {said}" } };
        var made = await ReadAsync(target, ZfsIdentity.OfFormat, cancellationToken);
        var released = await ReleaseAsync(target, deadline, cancellationToken);
        if (made.Fault is { } fault)
            return OperationOutcome.Failed(said.Length == 0 ? fault : fault with { Message = $"{fault.Message}; {said}" });
        return released ?? OperationOutcome.Done(made.Uuid, target.Label);
    }

    /// <summary>Null when the pool is imported in this kernel.</summary>
    private async Task<OperationOutcome?> ImportAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        var pool = ZfsName.Of(target).Pool;
        if (await PoolsAsync(cancellationToken) is not { } pools)
            return OperationOutcome.Failed(NoModules);
        var (imported, taken) = ImportRule.Here(pools, target);
        if (imported || taken is not null)
            return taken is null ? null : OperationOutcome.Failed(taken);
        for (var force = false; ; force = true)
        {
            var import = await lustre.PoolImportAsync(target.DevicePath, pool, force, deadline.Left, cancellationToken);
            if (import.End == ToolEnd.StillRunning)
                return OperationOutcome.Hung(
                    new Fault(FaultKind.Node, "ImportHung", $"zpool import {pool} still runs; it is not killed"), import.WhenGone);
            if (import.Succeeded)
                return null;
            if (import.End != ToolEnd.Exited)
                return OperationOutcome.Failed(FaultKind.Unknown, "ToolMissing", import.Describe());
            var error = ZpoolImportError.Parse(import.Stderr);
            if (force || !ImportRule.MayForce(error, target))
                return OperationOutcome.Failed(ImportRule.Classify(error, target));
        }
    }

    private async Task<Readiness> ReadAsync(
        WantedTarget target, Func<string, bool, TunefsOutput, WantedTarget, Fault?> judge, CancellationToken cancellationToken)
    {
        var name = ZfsName.Of(target);
        var id = await lustre.PoolPropertyAsync(name.Pool, "guid", cancellationToken);
        var multihost = await lustre.PoolPropertyAsync(name.Pool, "multihost", cancellationToken);
        var tunefs = await lustre.TunefsAsync(name.Full, cancellationToken);
        if (new[] { id, multihost }.FirstOrDefault(r => !r.Succeeded) is { } silent)
            return new Readiness(new Fault(FaultKind.Unknown, "ProbeFailed", silent.Describe()), null, "");
        if (!tunefs.Succeeded)
            return new Readiness(
                tunefs.Exit == TunefsOutput.ExitNotLustre
                    ? new Fault(FaultKind.Target, "HalfFormatted", $"pool {name.Pool} holds no Lustre target {name.Dataset}: a format broke off")
                    : new Fault(FaultKind.Unknown, "ProbeFailed", tunefs.Describe()),
                null, "");
        var onDevice = TunefsOutput.Parse(tunefs.Stdout);
        var poolId = ZpoolOutput.PoolId(id.Stdout);
        return new Readiness(judge(poolId, ZpoolOutput.Multihost(multihost.Stdout), onDevice, target), onDevice, poolId);
    }

    private async Task<IReadOnlyCollection<PoolHere>?> PoolsAsync(CancellationToken cancellationToken)
    {
        var listed = await lustre.PoolsAsync(cancellationToken);
        return listed.Succeeded ? ZpoolOutput.Pools(listed.Stdout) : null;
    }
}
