using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Operations;

/// <summary>Runs one order to its outcome. Never throws: what it does not know is a fault that leaves the target untouched.</summary>
internal sealed class OperationRunner(
    FormatOperation format, MountOperation mount, UnmountOperation unmount, TimeProvider time, ILogger<OperationRunner> logger)
{
    private WantedTarget? _touched;

    /// <summary>Runs it.</summary>
    public async Task<OperationOutcome> RunAsync(Order order, CancellationToken cancellationToken)
    {
        var (name, label) = (order.Operation.ToString(), order.Target.Label);
        var start = time.GetTimestamp();
        AgentLog.OperationStarts(logger, name, label, order.Target.DevicePath);
        var outcome = await GuardedAsync(order with { Target = Resolve(order) }, cancellationToken);
        var took = (long)time.GetElapsedTime(start).TotalMilliseconds;
        if (outcome.Fault is { } fault)
            AgentLog.OperationFailed(logger, name, label, took, fault.ToString());
        else
            AgentLog.OperationDone(logger, name, label, took, outcome.Uuid);
        return outcome;
    }

    /// <summary>
    /// The kernel's own name for the device, found once: a link that is moved between the checks and the tool must not lead to another device.
    /// What was touched is unmounted under the same name, wherever the link leads by then.
    /// </summary>
    private WantedTarget Resolve(Order order)
    {
        if (order.Operation == TargetOperation.Unmount && _touched is { } touched && touched.Label == order.Target.Label)
            return order.Target with { DevicePath = touched.DevicePath };
        var target = order.Target.IsZfs ? order.Target : order.Target with { DevicePath = MountPlace.Final(order.Target.DevicePath) };
        if (order.Operation != TargetOperation.Unmount)
            _touched = target;
        return target;
    }

    private async Task<OperationOutcome> GuardedAsync(Order order, CancellationToken cancellationToken)
    {
        try
        {
            var deadline = new Deadline(time, order.Within);
            return await (order.Operation switch
            {
                TargetOperation.Format => format.RunAsync(order.Target, deadline, cancellationToken),
                TargetOperation.Mount => mount.RunAsync(order.Target, deadline, cancellationToken),
                _ => unmount.RunAsync(order.Target, deadline, cancellationToken),
            });
        }
        catch (UnrecognizedOutputException e)
        {
            return OperationOutcome.Failed(FaultKind.Unknown, "OutputNotUnderstood", e.Message);
        }
        catch (KernelUnknownException e)
        {
            return OperationOutcome.Failed(FaultKind.Unknown, "KernelUnknown", e.Message);
        }
        catch (OperationCanceledException)
        {
            return OperationOutcome.Failed(FaultKind.Transient, "AgentEnding", "the agent is ending");
        }
        catch (Exception e)
        {
            AgentLog.OperationThrew(logger, e, order.Operation.ToString(), order.Target.Label);
            return OperationOutcome.Failed(FaultKind.Unknown, "AgentBug", $"{e.GetType().Name}: {e.Message}");
        }
    }
}
