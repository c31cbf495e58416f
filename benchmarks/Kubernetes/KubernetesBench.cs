using System.Globalization;
using LustreSupervisor.Benchmarks.Statistics;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Local;

namespace LustreSupervisor.Benchmarks.Kubernetes;

/// <summary>Fills the API server of a laptop cluster, which is a process of its own, and measures it from outside.</summary>
/// <param name="context">The process.</param>
internal sealed class KubernetesBench(CliContext context)
{
    private const int Lists = 20;
    private const int Changes = 300;

    /// <summary>Writers at once while the cluster is filled; a control plane's own number is of this order.</summary>
    private const int Writers = 8;

    /// <summary>Between two lines of progress.</summary>
    private const int ProgressEvery = 1000;

    private const double ListLimitMs = 1000;
    private const double EventLimitMs = 5;

    /// <summary>Runs the benchmark.</summary>
    /// <param name="pods">Pods to list.</param>
    /// <param name="report">File for the result; null for none.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="StateException">The cluster does not start.</exception>
    public async Task<int> RunAsync(int pods, string? report, CancellationToken cancellationToken)
    {
        var root = Directory.CreateTempSubdirectory("lustre-bench-").FullName;
        try
        {
            var settings = new LocalSettings(new StateDirectory(root), 1, null, 1) { WithSupervisor = false };
            await using var hall = await MachineHall.StartAsync(settings.Settle(), context.Time, Say, cancellationToken);
            using var server = new MeasuredServer(settings.Directory.KubeconfigFile, context.Time);
            var rows = await MeasureAsync(server, pods, cancellationToken);
            var result = new GoalReport($"{pods} pods, {Environment.ProcessorCount} cores", rows,
            [
                new BenchGoal($"list of {pods} pods, under {ListLimitMs:0} ms", ListLimitMs, rows[1].Median),
                new BenchGoal($"write sent to event received, under {EventLimitMs:0} ms", EventLimitMs, rows[^1].Median),
            ]);
            result.Show(context);
            if (report is not null)
                result.Write(report);
            return ExitCodes.Ok;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private async Task<List<Sample>> MeasureAsync(MeasuredServer server, int pods, CancellationToken cancellationToken)
    {
        await server.PrepareAsync(cancellationToken);
        var creates = new List<double>[Writers];
        await Parallel.ForEachAsync(Enumerable.Range(0, Writers), cancellationToken, async (writer, token) =>
        {
            creates[writer] = [];
            for (var number = writer; number < pods; number += Writers)
            {
                creates[writer].Add(await server.CreatePodAsync(number, token));
                if (number % ProgressEvery == 0)
                    Say(string.Create(CultureInfo.InvariantCulture, $"pod {number} of {pods} made"));
            }
        });
        Say("listing");
        var floor = await RepeatAsync(Changes, () => server.AskNothingAsync(cancellationToken));
        var lists = await RepeatAsync(Lists, () => server.ListAsync("", false, cancellationToken));
        var tables = await RepeatAsync(Lists, () => server.ListAsync("", true, cancellationToken));
        var pages = await RepeatAsync(Lists, () => server.ListAsync("limit=500", false, cancellationToken));
        Say("watching");
        var (written, told) = await server.WatchAsync(Changes, cancellationToken);
        return
        [
            new Sample($"create a pod, {Writers} writers at once", [.. creates.SelectMany(times => times)]),
            new Sample($"list {pods} pods", lists),
            new Sample($"list {pods} pods as a table", tables),
            new Sample("first page of 500 pods", pages),
            new Sample("floor: a request that does nothing", floor),
            new Sample("write sent to write answered", written),
            new Sample("write sent to event received", told),
        ];
    }

    private static async Task<List<double>> RepeatAsync(int times, Func<Task<double>> measure)
    {
        var measured = new List<double>(times);
        while (measured.Count < times)
            measured.Add(await measure());
        return measured;
    }

    private void Say(string line) => context.ErrorText.WriteLine(line);
}
