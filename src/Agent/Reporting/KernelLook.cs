using System.Collections.Immutable;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Operations;
using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Agents.Reports;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Reporting;

/// <summary>Reads what the kernel shows of a mounted target. Null is what could not be read or understood.</summary>
internal sealed class KernelLook(KernelDevices devices, ILustre lustre, HostEnvironment environment, ILogger<KernelLook> logger)
{
    /// <summary>Health of the kernel.</summary>
    public Task<HealthCheck?> HealthAsync(WantedTarget target, CancellationToken cancellationToken) =>
        ReadAsync(target, ["health_check"], HealthCheck.Parse, cancellationToken);

    /// <summary>Recovery of the target. The MGS has no clients to recover.</summary>
    public async Task<RecoveryStatus?> RecoveryAsync(WantedTarget target, CancellationToken cancellationToken) =>
        target.Kind == TargetKind.Mgt
            ? null
            : await ReadAsync(target, [$"{target.ObdType}.{target.Label}.recovery_status"], RecoveryStatus.Parse, cancellationToken);

    /// <summary>The kernel's devices.</summary>
    public async Task<DeviceList?> DevicesAsync(WantedTarget target, CancellationToken cancellationToken)
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

    /// <summary>Capacity, clients and start counter.</summary>
    public async Task<TargetFigures?> FiguresAsync(WantedTarget target, CancellationToken cancellationToken)
    {
        // A kernel that lacks one of the parameters shows the others and exits 2: each version has its own set.
        var answer = await lustre.GetParamAsync(TargetFigures.Patterns(target), cancellationToken);
        if (answer.End != ToolEnd.Exited || answer.Stdout.Length == 0)
            return null;
        try
        {
            var figures = TargetFigures.Parse(answer.Stdout, target);
            if (figures.Exports is 0 or > TargetFigures.ListedExportsMax)
                return figures;
            var exports = await lustre.GetParamAsync([TargetFigures.ExportsPattern(target)], cancellationToken);
            return exports.Succeeded ? figures with { Clients = TargetFigures.CountClients(exports.Stdout, target) } : figures;
        }
        catch (UnrecognizedOutputException e)
        {
            AgentLog.HealthNotRead(logger, target.Label, e.Message);
            return null;
        }
    }

    /// <summary>Whether the file system below the target was turned read-only by an error.</summary>
    public bool? ReadOnly(WantedTarget target)
    {
        // The kernel's own name of the device, behind /dev/disk and /dev/mapper.
        var device = Path.GetFileName(MountPlace.Final(target.DevicePath));
        try
        {
            return LdiskfsOptions.IsReadOnly(File.ReadAllText(Path.Combine(environment.HostRoot, "proc/fs/ldiskfs", device, "options")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or UnrecognizedOutputException)
        {
            return null;
        }
    }

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
}
