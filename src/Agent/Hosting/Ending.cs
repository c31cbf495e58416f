using System.Runtime.InteropServices;
using LustreSupervisor.Agent.Operations;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Hosting;

/// <summary>
/// SIGTERM: the target is unmounted, plainly, while reports and calls go on being answered; then the process ends. The pod's grace period
/// covers it.
/// </summary>
internal sealed class Ending(OperationDesk desk, TimeProvider time, ILogger<Ending> logger) : IDisposable
{
    /// <summary>Deadline of the unmount, as for any other (Lustre's own resource agents allow 300 s to stop).</summary>
    private static readonly TimeSpan UnmountWithin = TimeSpan.FromSeconds(300);

    /// <summary>Exit code when nothing of the target is left behind.</summary>
    public const int ExitClean = 0;

    /// <summary>Exit code when the target may still be mounted.</summary>
    public const int ExitUnclean = 2;

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PosixSignalRegistration[] _registrations = [];

    /// <summary>Listens for SIGTERM and SIGINT. Their usual effect is cancelled: the process ends when the target is unmounted.</summary>
    public void Listen() => _registrations = [Register(PosixSignal.SIGTERM), Register(PosixSignal.SIGINT)];

    /// <summary>Waits for a signal, unmounts, and says how it went.</summary>
    public async Task<int> RunAsync()
    {
        await _asked.Task;
        AgentLog.Ending(logger);
        var deadline = new Deadline(time, UnmountWithin);
        var fault = await UnmountAsync(deadline);
        if (fault is null)
            return ExitClean;
        AgentLog.EndedUnclean(logger, fault.ToString());
        return ExitUnclean;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private async Task<Fault?> UnmountAsync(Deadline deadline)
    {
        try
        {
            desk.EndLife();
            while (true)
            {
                // An operation in progress is not broken off; what it leaves behind is unmounted.
                await desk.WhenIdle().WaitAsync(deadline.Left, time);
                if (desk.Target is not { } target)
                    return null;
                var order = new Order(TargetOperation.Unmount, target, deadline.Left);
                var outcome = await desk.ExecuteAsync(order).WaitAsync(deadline.Left, time);
                if (outcome.Outcome.Fault?.Kind != FaultKind.Transient)
                    return outcome.Outcome.Fault;
            }
        }
        catch (TimeoutException)
        {
            return new Fault(FaultKind.UnmountHung, "UnmountHung",
                $"no answer within {deadline.Within.TotalSeconds} s; the target may still be mounted");
        }
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _asked.TrySetResult();
    });
}
