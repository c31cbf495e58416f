using LustreSupervisor.Agent.Operations;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Backends;

/// <summary>What is on a device that is ready to be mounted, or why it is not.</summary>
/// <param name="Fault">Null when it is ready.</param>
/// <param name="OnDevice">What tunefs.lustre read; null when it was not read.</param>
/// <param name="Uuid">UUID of the file system or GUID of the pool; empty when not read.</param>
/// <param name="StillHeldBy">A tool that passed its deadline and still runs.</param>
internal sealed record Readiness(Fault? Fault, TunefsOutput? OnDevice, string Uuid, Task? StillHeldBy = null);

/// <summary>The file system below a target: how it is guarded against two kernels, and how it is let go.</summary>
internal interface IBackend
{
    /// <summary>Is it the right target, and does nobody else write it? A pool is imported by this.</summary>
    Task<Readiness> PrepareAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken);

    /// <summary>Reads back what is mounted.</summary>
    Task<Readiness> ReadBackAsync(WantedTarget target, CancellationToken cancellationToken);

    /// <summary>Lets go of what is not mounted (any more). Null when it is let go of.</summary>
    Task<OperationOutcome?> ReleaseAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken);

    /// <summary>True when this kernel provably holds nothing of it.</summary>
    Task<bool> IsReleasedAsync(WantedTarget target, CancellationToken cancellationToken);

    /// <summary>Makes the target. The Lease is taken.</summary>
    Task<OperationOutcome> FormatAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken);
}

/// <summary>Both of them.</summary>
internal sealed class BackendChoice(LdiskfsBackend ldiskfs, ZfsBackend zfs)
{
    /// <summary>That of a target.</summary>
    public IBackend Of(WantedTarget target) => target.IsZfs ? zfs : ldiskfs;
}
