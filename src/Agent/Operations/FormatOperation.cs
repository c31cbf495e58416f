using LustreSupervisor.Agent.Backends;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Kubernetes;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Operations;

/// <summary>Makes a target: Lease, gate, mkfs.lustre, and a look at what came of it.</summary>
internal sealed class FormatOperation(LeaseTaker lease, KernelReader kernel, BackendChoice backends)
{
    /// <summary>Runs it.</summary>
    public async Task<OperationOutcome> RunAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken) =>
        await lease.TakeAsync(kernel.Read(), cancellationToken) is { } refused
            ? OperationOutcome.Failed(refused)
            : await backends.Of(target).FormatAsync(target, deadline, cancellationToken);

    /// <summary>Runs mkfs.lustre. No result: it was not run, or it still runs; then there is an outcome.</summary>
    public static async Task<(ToolResult? Mkfs, OperationOutcome? Instead)> MkfsAsync(
        ILustre lustre, LifeGate gate, WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        if (gate.Demand(TargetOperation.Format) is { } over)
            return (null, OperationOutcome.Failed(over));
        if (deadline.Passed)
            return (null, OperationOutcome.Failed(FaultKind.Transient, "OutOfTime",
                $"looking at {target.DevicePath} took the order's whole time; nothing was touched"));
        var mkfs = await lustre.MkfsAsync(MkfsCommand.Arguments(target), deadline.Left, cancellationToken);
        return mkfs.End != ToolEnd.StillRunning ? (mkfs, null) : (null, OperationOutcome.Hung(
            new Fault(FaultKind.Node, "FormatHung",
                $"mkfs.lustre on {target.DevicePath} still runs after {deadline.Within.TotalSeconds} s; it is not killed"),
            mkfs.WhenGone));
    }
}
