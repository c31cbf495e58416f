using LustreSupervisor.Agent.Devices;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Kubernetes;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Operations;

/// <summary>Makes a target: Lease, gate, mkfs.lustre, and the gate once more to see what came of it.</summary>
internal sealed class FormatOperation(LeaseTaker lease, KernelReader kernel, DeviceProbe probe, ILustre lustre)
{
    /// <summary>Runs it.</summary>
    public async Task<OperationOutcome> RunAsync(WantedTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        if (await lease.TakeAsync(kernel.Read(), cancellationToken) is { } refused)
            return OperationOutcome.Failed(refused);
        switch (await GateAsync(target, cancellationToken))
        {
            case FormatVerdict.AlreadyOurs(var uuid):
                return OperationOutcome.Done(uuid, target.Label);
            case FormatVerdict.Refuse(var fault):
                return OperationOutcome.Failed(fault);
        }
        if (deadline.Passed)
            return OperationOutcome.Failed(FaultKind.Transient, "OutOfTime",
                $"looking at {target.DevicePath} took the order's whole time; nothing was touched");
        var mkfs = await lustre.MkfsAsync(MkfsCommand.Arguments(target), deadline.Left, cancellationToken);
        if (mkfs.End == ToolEnd.StillRunning)
            return OperationOutcome.Hung(
                new Fault(FaultKind.Node, "FormatHung",
                    $"mkfs.lustre on {target.DevicePath} still runs after {deadline.Within.TotalSeconds} s; it is not killed"),
                mkfs.WhenGone);
        return await GateAsync(target, cancellationToken) switch
        {
            FormatVerdict.AlreadyOurs(var uuid) => OperationOutcome.Done(uuid, target.Label),
            var verdict => OperationOutcome.Failed(FormatFailure.Classify(mkfs.Exit, mkfs.Said, verdict)),
        };
    }

    private async Task<FormatVerdict> GateAsync(WantedTarget target, CancellationToken cancellationToken) =>
        FormatGate.Decide(await probe.LookAsync(target, forData: true, cancellationToken), target);
}
