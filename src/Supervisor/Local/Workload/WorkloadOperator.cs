using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Local.Views;
using LustreSupervisor.Supervisor.Management.Client;
using LustreSupervisor.Supervisor.Management.Commands;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>Does what a person would have to do: mends what broke, then releases the servers that were quarantined for it.</summary>
/// <param name="management">The supervisor's endpoint.</param>
/// <param name="time">Clock.</param>
/// <param name="say">Told what happens, a line each.</param>
internal sealed class WorkloadOperator(ManagementClient management, TimeProvider time, Action<string> say)
{
    private const string Quarantined = "Quarantined";
    private const string Name = "local-workload";

    /// <summary>Time between two tries: the last order takes a moment to show in the resource.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private long? lastTry;

    /// <summary>Quarantines ended so far.</summary>
    public int Released { get; private set; }

    /// <summary>Releases the servers that are quarantined now.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task AttendAsync(IReadOnlyList<ServerView> servers, CancellationToken cancellationToken)
    {
        if (lastTry is { } last && time.GetElapsedTime(last) < BetweenTries)
            return;
        foreach (var server in servers.Where(server => server.State == Quarantined))
        {
            lastTry = time.GetTimestamp();
            await ReleaseAsync(server, cancellationToken);
        }
    }

    private async Task ReleaseAsync(ServerView server, CancellationToken cancellationToken)
    {
        try
        {
            var order = new TargetOrder(Name, "the fault that the workload injected is healed")
            {
                Confirm = server.Name, FencingNumber = server.Incarnation,
            };
            var answer = await management.OrderAsync(OrderKind.Release, server.Namespace, server.Name, order, cancellationToken);
            Released += answer.Result == CommandResult.Done ? 1 : 0;
            say($"release of {server.Label}: {answer.Message}");
        }
        catch (UserErrorException silent)
        {
            // The supervisor is on its way back: the next look tries again.
            say($"release of {server.Label}: {silent.Message}");
        }
    }
}
