using LustreSupervisor.LocalCluster.Clients;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>All clients of a run.</summary>
internal sealed class ClientFleet : IDisposable
{
    private readonly IReadOnlyList<ClientProcess> clients;
    private readonly BlockedTimes blocked;

    private ClientFleet(IReadOnlyList<ClientProcess> clients, BlockedTimes blocked) => (this.clients, this.blocked) = (clients, blocked);

    /// <summary>Operations that took long.</summary>
    public BlockedTimes Blocked => blocked;

    /// <summary>Sum of the newest states.</summary>
    public ClientLine Total => Sum(clients.Select(client => client.Last), ClientLineKind.Progress);

    /// <summary>Starts the clients.</summary>
    /// <param name="options">What each is told, but for its index.</param>
    /// <param name="count">How many.</param>
    /// <param name="directory">State directory of the cluster.</param>
    public static ClientFleet Start(ClientOptions options, int count, StateDirectory directory)
    {
        var program = Programs.Find().Supervisor;
        var blocked = new BlockedTimes();
        return new ClientFleet(
            [.. Enumerable.Range(1, count).Select(index => ClientProcess.Start(program, options with { Index = index }, directory, blocked.Add))],
            blocked);
    }

    /// <summary>Waits until every client says, in a line that is yet to come, that every target serves it.</summary>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="except">A client that need not be served, from 1; 0 for none.</param>
    /// <exception cref="WorkloadException">One is dead, or is not served in time.</exception>
    public async Task ServedAsync(TimeProvider time, CancellationToken cancellationToken, int except = 0)
    {
        var seen = clients.Select(client => client.LinesSeen).ToArray();
        var started = time.GetTimestamp();
        while (!clients.Select((client, i) => i + 1 == except || client.LinesSeen > seen[i] && client.Last is { Targets: > 0 } last && last.Serving == last.Targets).All(ok => ok))
        {
            ThrowIfDead();
            if (time.GetElapsedTime(started) > WorkloadLimits.Patience)
                throw new WorkloadException($"clients are not served within {WorkloadLimits.Patience.TotalSeconds:0} s: "
                    + string.Join(", ", clients.Select(client => $"{client.Last.Serving}/{client.Last.Targets} targets")));
            await Task.Delay(WorkloadLimits.Pause, time, cancellationToken);
        }
    }

    /// <summary>Ends the writing and waits until everything is answered.</summary>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WorkloadException">A client is dead or does not end.</exception>
    public async Task StopAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.WhenAll(clients.Select(client => client.OrderAsync(ClientOptions.Stop)));
        await InTimeAsync(Task.WhenAll(clients.Select(client => client.Stopped)), "the last operations", WorkloadLimits.Patience, time, cancellationToken);
    }

    /// <summary>Verifies everything.</summary>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WorkloadException">A client is dead or does not come to an end.</exception>
    public async Task<ClientLine> VerifyAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.WhenAll(clients.Select(client => client.OrderAsync(ClientOptions.Verify)));
        var finals = Task.WhenAll(clients.Select(client => client.Final));
        await InTimeAsync(finals, "the verification", WorkloadLimits.VerificationMax, time, cancellationToken);
        return Sum(await finals, ClientLineKind.Final);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in clients)
            client.Dispose();
    }

    /// <summary>Looks whether every client lives.</summary>
    /// <exception cref="WorkloadException">One died before its time.</exception>
    public void ThrowIfDead()
    {
        if (clients.FirstOrDefault(client => client.Final.IsFaulted) is { } dead)
            throw dead.Final.Exception!.InnerException!;
    }

    private static async Task InTimeAsync(Task task, string what, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new WorkloadException($"{what} did not end within {limit.TotalSeconds:0} s");
        }
    }

    private static ClientLine Sum(IEnumerable<ClientLine> lines, ClientLineKind kind) => lines.Aggregate(new ClientLine { Kind = kind }, (sum, line) => sum with
    {
        Acknowledged = sum.Acknowledged + line.Acknowledged,
        Bytes = sum.Bytes + line.Bytes,
        Serving = sum.Serving + line.Serving,
        Targets = sum.Targets + line.Targets,
        Evictions = sum.Evictions + line.Evictions,
        Replayed = sum.Replayed + line.Replayed,
        Resent = sum.Resent + line.Resent,
        Refused = sum.Refused + line.Refused,
        LastError = line.LastError == 0 ? sum.LastError : line.LastError,
        Verified = sum.Verified + line.Verified,
        Lost = sum.Lost + line.Lost,
        RevokedByEviction = sum.RevokedByEviction + line.RevokedByEviction,
        Unverified = sum.Unverified + line.Unverified,
        Detail = sum.Detail ?? line.Detail,
    });
}
