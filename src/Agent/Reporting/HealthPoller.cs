using LustreSupervisor.Agent.Operations;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Agent.Reporting;

/// <summary>
/// Looks after a mounted target: health of its kernel, its recovery, whether it is still there, how full it is and whom it serves.
/// </summary>
internal sealed class HealthPoller(
    OperationDesk desk, KernelLook kernel, FaultLog faults, StatusBoard board, TimeProvider time, ILogger<HealthPoller> logger)
{
    /// <summary>Three short calls of lctl each time: cheap, and much faster than any client notices.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Figures are read at the first look and then every so many: every ten seconds.</summary>
    private const int FiguresEveryLooks = 5;

    private readonly HashSet<string> _raised = new(StringComparer.Ordinal);

    private long _firstInstance;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var look = 0; !cancellationToken.IsCancellationRequested;)
        {
            var (status, changed) = board.Read();
            if (!status.Mounted || desk.Target is not { } target)
            {
                await changed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            try
            {
                await LookAsync(target, withFigures: look++ % FiguresEveryLooks == 0, cancellationToken);
                await Task.Delay(Every, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it was: a poller that ended would leave its last "healthy" standing for ever.
                AgentLog.LookFailed(logger, e, target.Label);
                board.Update(s => s with { Health = HealthCheck.Unknown.LastLine });
                await Task.Delay(Every, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LookAsync(WantedTarget target, bool withFigures, CancellationToken cancellationToken)
    {
        var asking = (
            Health: kernel.HealthAsync(target, cancellationToken),
            Recovery: kernel.RecoveryAsync(target, cancellationToken),
            Devices: kernel.DevicesAsync(target, cancellationToken));
        var (health, recovery, listed) = (await asking.Health, await asking.Recovery, await asking.Devices);
        board.Update(s => s with { Health = (health ?? HealthCheck.Unknown).LastLine, Recovery = recovery ?? RecoveryStatus.Unknown });
        var figures = withFigures ? await kernel.FiguresAsync(target, cancellationToken) : null;
        if (figures is not null)
        {
            if (_firstInstance == 0)
                _firstInstance = figures.Instance;
            board.Update(s => s with { Figures = figures });
        }
        Conclude(target, new ServingLook(health, listed, kernel.ReadOnly(target), _firstInstance, figures?.Instance ?? 0));
    }

    private void Conclude(WantedTarget target, ServingLook look)
    {
        // An unmount of ours makes the target vanish too: from its acceptance on, nothing here is a fault.
        if (desk.Phase != AgentPhase.Mounted || ServingRule.Fault(target.Label, look) is not { } fault
            || !_raised.Add(fault.Reason))
            return;
        AgentLog.ServiceEnded(logger, target.Label, fault.ToString());
        if (fault.Reason is ServingRule.MountVanished or ServingRule.RestartedBehind)
        {
            desk.EndLife();
            board.Update(s => s with { Mounted = fault.Reason == ServingRule.RestartedBehind });
        }
        faults.Raise(fault);
    }
}
