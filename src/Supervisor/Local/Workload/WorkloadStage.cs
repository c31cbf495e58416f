using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Cli.Cluster;
using LustreSupervisor.Supervisor.Local.Demo;
using LustreSupervisor.Supervisor.Local.Views;
using LustreSupervisor.Supervisor.Management.Client;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>What a workload looks at and acts on.</summary>
/// <param name="hall">The hall.</param>
/// <param name="cluster">The API.</param>
/// <param name="management">The supervisor's own view.</param>
/// <param name="time">Clock.</param>
internal sealed class WorkloadStage(IHallControl hall, ClusterClient cluster, ManagementClient management, TimeProvider time)
{
    /// <summary>The hall.</summary>
    public IHallControl Hall => hall;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Reads the cluster; null while its API does not answer.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ClusterSnapshot?> TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ClusterSnapshot.ReadAsync(hall, cluster, cancellationToken);
        }
        catch (Exception error) when (error is UserErrorException or HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Waits until every server serves, and those that were hit serve in a new life.</summary>
    /// <param name="before">The servers before the fault; empty at the beginning.</param>
    /// <param name="reborn">Labels of those that must have a new life.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="operate">Releases quarantined servers; null when nobody does.</param>
    /// <returns>The servers.</returns>
    /// <exception cref="WorkloadException">It did not happen in time.</exception>
    public async Task<IReadOnlyList<ServerView>> ServingAsync(
        IReadOnlyList<ServerView> before, IReadOnlyCollection<string> reborn, CancellationToken cancellationToken,
        WorkloadOperator? operate = null)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var look = await TryLookAsync(cancellationToken);
            if (look is { Servers.Count: > 0 } && look.Servers.Count >= before.Count && look.Servers.All(server => server.Serves()
                && (!reborn.Contains(server.Label) || server.ServesAnewSince(before.First(was => was.Label == server.Label)))))
                return look.Servers;
            if (look is not null && operate is not null)
                await operate.AttendAsync(look.Servers, cancellationToken);
            if (time.GetElapsedTime(started) > WorkloadLimits.Patience)
                throw new WorkloadException($"servers do not serve within {WorkloadLimits.Patience.TotalSeconds:0} s: {Describe(look)}");
            await Task.Delay(WorkloadLimits.Pause, time, cancellationToken);
        }
    }

    /// <summary>Brings back what nobody else does: machines that are off or whose node is dead, and the supervisor.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ReviveAsync(CancellationToken cancellationToken)
    {
        var status = await hall.StatusAsync(cancellationToken);
        if (!status.Processes.Any(process => process.Role == HallRole.Supervisor))
            await hall.StartSupervisorAsync(cancellationToken);
        foreach (var machine in status.Machines.Where(machine => !IsUp(status, machine)))
            await hall.RebootNodeAsync(machine.Name, cancellationToken);
    }

    /// <summary>Cuts the power of every machine and puts it back: what is read afterwards comes from the devices.</summary>
    /// <param name="servers">The servers, all serving.</param>
    /// <param name="operate">Releases quarantined servers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WorkloadException">Something did not come back.</exception>
    public async Task RestartAllAsync(IReadOnlyList<ServerView> servers, WorkloadOperator operate, CancellationToken cancellationToken)
    {
        var status = await hall.StatusAsync(cancellationToken);
        foreach (var machine in status.Machines.Where(machine => IsUp(status, machine)))
            await hall.InjectAsync(new FaultOrder(FaultCatalog.Of(FaultKind.KillNode).Name, machine.Name), cancellationToken);
        await ReviveAsync(cancellationToken);
        await SupervisedAsync(cancellationToken);
        await ServingAsync(servers, [.. servers.Select(server => server.Label)], cancellationToken, operate);
        await ReviveAsync(cancellationToken);
    }

    /// <summary>Waits until the supervisor answers for itself.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WorkloadException">It did not happen in time.</exception>
    public async Task SupervisedAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await management.IsReadyAsync(cancellationToken))
        {
            if (time.GetElapsedTime(started) > WorkloadLimits.Patience)
                throw new WorkloadException($"the supervisor is not ready within {WorkloadLimits.Patience.TotalSeconds:0} s");
            await Task.Delay(WorkloadLimits.Pause, time, cancellationToken);
        }
    }

    private static bool IsUp(HallStatus status, MachineStatus machine) => machine.Power == PowerState.On
        && status.Processes.Any(process => process.Role == HallRole.Node && process.Name == machine.Name);

    private static string Describe(ClusterSnapshot? look) => look switch
    {
        null => "the API does not answer",
        { Servers.Count: 0 } => "there are no servers",
        _ => string.Join(", ", look.Servers.Select(server => $"{server.Label} {server.State} {server.Epoch}.{server.Incarnation} on {server.Node}")),
    };
}
