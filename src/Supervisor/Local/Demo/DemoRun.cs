using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>Runs the steps on a cluster that is up; stops at the first that does not hold, because the next ones build on it.</summary>
/// <param name="stage">What steps act on.</param>
/// <param name="audience">Who is told.</param>
/// <param name="time">Clock.</param>
internal sealed class DemoRun(DemoStage stage, IDemoAudience audience, TimeProvider time)
{
    /// <summary>Runs the steps.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The report.</returns>
    public async Task<DemoReport> RunAsync(IReadOnlyList<IDemoStep> steps, CancellationToken cancellationToken)
    {
        var results = new List<DemoStepResult>();
        foreach (var step in steps)
        {
            if (results.Find(result => !result.Ok) is { } failed)
                results.Add(new DemoStepResult(step.Name, false, 0, $"not reached: {failed.Name} failed"));
            else
                results.Add(await audience.ShowAsync(step, () => HoldAsync(step, cancellationToken)));
        }

        return new DemoReport(results.TrueForAll(result => result.Ok), results, await TargetsAsync(cancellationToken));
    }

    private async Task<DemoStepResult> HoldAsync(IDemoStep step, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var detail = await step.RunAsync(stage, cancellationToken);
            return new DemoStepResult(step.Name, true, Seconds(started), detail);
        }
        catch (Exception failure) when (failure is DemoStepException or StateException or HttpRequestException)
        {
            return new DemoStepResult(step.Name, false, Seconds(started), failure.Message);
        }
        catch (UserErrorException failure)
        {
            return new DemoStepResult(step.Name, false, Seconds(started), failure.Line);
        }
    }

    private async Task<IReadOnlyList<DemoTarget>> TargetsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var look = await stage.LookAsync(cancellationToken);
            return [.. look.Servers.Select(Row)];
        }
        catch (Exception failure) when (failure is DemoStepException or HttpRequestException)
        {
            // The report of a failed demo is worth more than its last table.
            return [];
        }
    }

    private static DemoTarget Row(ServerView server) => new(server.Label, server.Node, server.Incarnation, server.Pid, server.State);

    private double Seconds(long started) => Math.Round(time.GetElapsedTime(started).TotalSeconds, 3);
}
