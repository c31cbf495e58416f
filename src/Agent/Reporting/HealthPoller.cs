using System.Collections.Immutable;
using LustreSupervisor.Agent.Operations;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Reporting;

/// <summary>Looks after a mounted target: health of its kernel, its recovery, whether it is still there, how full it is.</summary>
internal sealed class HealthPoller(
    OperationDesk desk, KernelDevices devices, ILustre lustre, FaultLog faults, StatusBoard board, TimeProvider time,
    ILogger<HealthPoller> logger)
{
    /// <summary>Three short calls of lctl each time: cheap, and much faster than any client notices.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Capacity changes slowly.</summary>
    private const int CapacityEveryLooks = 15;

    private readonly HashSet<string> _raised = new(StringComparer.Ordinal);

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
                await LookAsync(target, withCapacity: look++ % CapacityEveryLooks == 0, cancellationToken);
                await Task.Delay(Every, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task LookAsync(WantedTarget target, bool withCapacity, CancellationToken cancellationToken)
    {
        var asking = (
            Health: ReadAsync(target, ["health_check"], HealthCheck.Parse, cancellationToken),
            Recovery: RecoveryAsync(target, cancellationToken),
            Devices: ListedAsync(target, cancellationToken));
        var (health, recovery, listed) = (await asking.Health, await asking.Recovery, await asking.Devices);
        board.Update(s => s with { Health = (health ?? HealthCheck.Unknown).LastLine, Recovery = recovery ?? RecoveryStatus.Unknown });
        Conclude(target, health, listed);
        if (withCapacity && await ReadAsync(target, CapacityOf(target), text => text, cancellationToken) is { } capacity)
            board.Update(s => s with { BytesTotal = Bytes(capacity, ".kbytestotal"), BytesFree = Bytes(capacity, ".kbytesfree") });
    }

    private void Conclude(WantedTarget target, HealthCheck? health, DeviceList? listed)
    {
        // An unmount of ours makes the target vanish too: from its acceptance on, nothing here is a fault.
        if (desk.Phase != AgentPhase.Mounted || ServingRule.Fault(target.Label, health, listed) is not { } fault
            || !_raised.Add(fault.Reason))
            return;
        AgentLog.ServiceEnded(logger, target.Label, fault.ToString());
        if (fault.Reason == ServingRule.MountVanished)
        {
            desk.EndLife();
            board.Update(s => s with { Mounted = false });
        }
        faults.Raise(fault);
    }

    /// <summary>The MGS has no clients to recover.</summary>
    private async Task<RecoveryStatus?> RecoveryAsync(WantedTarget target, CancellationToken cancellationToken) =>
        target.Kind == TargetKind.Mgt
            ? null
            : await ReadAsync(target, [$"{target.ObdType}.{target.Label}.recovery_status"], RecoveryStatus.Parse, cancellationToken);

    private async Task<DeviceList?> ListedAsync(WantedTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await devices.ReadAsync(cancellationToken);
        }
        catch (UnrecognizedOutputException e)
        {
            AgentLog.HealthNotRead(logger, target.Label, e.Message);
            return null;
        }
    }

    /// <summary>What a parameter says; null when it cannot be read or understood: not knowing is no fault.</summary>
    private async Task<T?> ReadAsync<T>(
        WantedTarget target, ImmutableArray<string> parameters, Func<string, T> parse, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await lustre.GetParamAsync(parameters, cancellationToken);
        try
        {
            if (answer.Succeeded)
                return parse(answer.Stdout);
            AgentLog.HealthNotRead(logger, target.Label, answer.Describe());
        }
        catch (UnrecognizedOutputException e)
        {
            AgentLog.HealthNotRead(logger, target.Label, e.Message);
        }
        return null;
    }

    private static ImmutableArray<string> CapacityOf(WantedTarget target) =>
        [$"osd-*.{target.Label}.kbytestotal", $"osd-*.{target.Label}.kbytesfree"];

    private static long Bytes(string text, string suffix) => (ParameterOutput.Number(text, suffix) ?? 0) * 1024;
}
