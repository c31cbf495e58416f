using LustreSupervisor.Supervisor.Management.Client;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Cli.Cluster;
using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>What the steps act on and look at: the hall kills, the API, the process table and the endpoint tell the truth.</summary>
/// <param name="hall">The hall.</param>
/// <param name="cluster">The API.</param>
/// <param name="management">The supervisor's own view.</param>
/// <param name="journal">The journal's file.</param>
/// <param name="time">Clock.</param>
internal sealed class DemoStage(
    IHallControl hall, ClusterClient cluster, ManagementClient management, IDemoJournal journal, TimeProvider time)
{
    /// <summary>The hall.</summary>
    public IHallControl Hall => hall;

    /// <summary>The supervisor's own view.</summary>
    public ManagementClient Management => management;

    /// <summary>The journal's file.</summary>
    public IDemoJournal Journal => journal;

    /// <summary>Reads the cluster now.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ClusterSnapshot> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ClusterSnapshot.ReadAsync(hall, cluster, cancellationToken);
        }
        catch (UserErrorException error)
        {
            throw new DemoStepException(error.Line);
        }
    }

    /// <summary>Kills the process of a server with SIGKILL.</summary>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<HallProcess> KillAsync(ServerView server, CancellationToken cancellationToken) =>
        hall.KillAsync(new KillOrder(HallRole.Pod, $"{server.Namespace}/{server.Name}"), cancellationToken);

    /// <summary>Looks again and again until the condition holds.</summary>
    /// <param name="what">What is waited for, for the one who waits in vain.</param>
    /// <param name="holds">The condition.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The look at which it held, and the seconds it took.</returns>
    /// <exception cref="DemoStepException">It never did.</exception>
    public async Task<(ClusterSnapshot Look, double Seconds)> UntilAsync(
        string what, Func<ClusterSnapshot, bool> holds, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var look = await LookAsync(cancellationToken);
            var elapsed = time.GetElapsedTime(started);
            if (holds(look))
                return (look, elapsed.TotalSeconds);
            if (elapsed > DemoLimits.Patience)
                throw new DemoStepException($"{what} did not happen within {DemoLimits.Patience.TotalSeconds:0} s: {Describe(look)}");
            await Task.Delay(DemoLimits.Pause, time, cancellationToken);
        }
    }

    /// <summary>Asks again and again until the answer is yes.</summary>
    /// <param name="what">What is waited for, for the one who waits in vain.</param>
    /// <param name="ask">The question.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The seconds it took.</returns>
    /// <exception cref="DemoStepException">It never was.</exception>
    public async Task<double> UntilAsync(string what, Func<CancellationToken, Task<bool>> ask, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await ask(cancellationToken))
        {
            Claims.Require(
                time.GetElapsedTime(started) < DemoLimits.Patience, $"{what} did not happen within {DemoLimits.Patience.TotalSeconds:0} s");
            await Task.Delay(DemoLimits.Pause, time, cancellationToken);
        }

        return time.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="span">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task PassAsync(TimeSpan span, CancellationToken cancellationToken) => Task.Delay(span, time, cancellationToken);

    private static string Describe(ClusterSnapshot look) => look.Servers.Count == 0
        ? "there are no servers"
        : string.Join(", ", look.Servers.Select(server => $"{server.Label} {server.State} {server.Epoch}.{server.Incarnation} on {server.Node}"));
}
