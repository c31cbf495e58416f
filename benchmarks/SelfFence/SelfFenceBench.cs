using System.Globalization;
using System.Text.Json;
using LustreSupervisor.Benchmarks.Statistics;
using LustreSupervisor.LocalCluster.Clients;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Local;
using LustreSupervisor.Supervisor.Local.Workload;
using LustreSupervisor.Supervisor.Management.Client;
using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Benchmarks.SelfFence;

/// <summary>
/// Cuts nodes off, one after the other, while clients write: no management controller is named, so a node's death can be proved by its
/// own fence alone.
/// </summary>
/// <param name="context">The process.</param>
/// <param name="grantSeconds">Life of a grant.</param>
internal sealed class SelfFenceBench(CliContext context, int grantSeconds)
{
    private const double DelayFactor = 0.1;

    private const int Clients = 2;

    /// <summary>Longest wait for one thing, beside the time of a proof.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The moment of a reset is seen, not told: this often is looked.</summary>
    private static readonly TimeSpan BootPause = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs the benchmark.</summary>
    /// <param name="runs">Nodes to cut off.</param>
    /// <param name="report">File for the result; null for none.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="StateException">The cluster does not start, or a server does not come back.</exception>
    public async Task<int> RunAsync(int runs, string? report, CancellationToken cancellationToken)
    {
        var root = Directory.CreateTempSubdirectory("lustre-bench-").FullName;
        try
        {
            var settings = new LocalSettings(new StateDirectory(root), null, null, DelayFactor);
            await using var hall = await MachineHall.StartAsync(settings.Settle(), context.Time, Say, cancellationToken);
            var result = Result(await MeasureAsync(hall, settings.Directory, runs, cancellationToken));
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

    private async Task<List<FenceTimes>> MeasureAsync(MachineHall hall, StateDirectory directory, int runs, CancellationToken cancellationToken)
    {
        using (var manifest = new StringReader(SelfFenceFilesystem.Manifest(grantSeconds)))
            await LocalApply.RunAsync(context, directory, manifest, cancellationToken);
        var status = await hall.StatusAsync(cancellationToken);
        using var management = ManagementClient.OfLaptop(status.ManagementPort, directory);
        using var cluster = new k8s.Kubernetes(k8s.KubernetesClientConfiguration.BuildConfigFromConfigFile(directory.KubeconfigFile));
        Say($"waiting for {SelfFenceFilesystem.Servers} servers");
        await ServingAsync(management, cancellationToken);
        var facts = FilesystemFacts.Find(directory) ?? throw new StateException("The file system is not on the devices.");
        using var fleet = ClientFleet.Start(
            new ClientOptions(facts.FsName, facts.MgsNids, 0, 1, 0, ClientOptions.DefaultBytesPerSecond), Clients, directory);
        await fleet.ServedAsync(context.Time, cancellationToken);
        var times = new List<FenceTimes>();
        for (var run = 0; run < runs; run++)
        {
            foreach (var machine in status.Machines)
                await UntilAsync($"the watchdog of {machine.Name}", () => IsArmedAsync(cluster, directory, machine.Name, cancellationToken), cancellationToken);
            await ServingAsync(management, cancellationToken);

            // Lapses count after the supervisor has heard the API server for that long: so it is in a cluster that has been up for a while.
            if (run == 0)
                await Task.Delay(GrantTimes.LapsedAfter(grantSeconds), context.Time, cancellationToken);
            times.Add(await CutOffAsync(hall, management, directory, cancellationToken));
            Say(string.Create(CultureInfo.InvariantCulture, $"run {run + 1} of {runs}: last write {(times[^1].LastWrite - times[^1].Isolated).TotalSeconds:0.0} s after the cut, serving elsewhere after {(times[^1].Serving - times[^1].Isolated).TotalSeconds:0.0} s"));
        }

        return times;
    }

    private async Task<FenceTimes> CutOffAsync(MachineHall hall, ManagementClient management, StateDirectory directory, CancellationToken cancellationToken)
    {
        // The node of the first OST, wherever that went before.
        var node = (await management.TargetsAsync(cancellationToken)).First(t => t.Name.Contains("-ost", StringComparison.Ordinal)).Node!;
        var boot = NodeIdentity.Read(directory, node)!.BootId;
        var isolated = context.Time.GetUtcNow();
        await hall.IsolateNodeAsync(node, cancellationToken);
        await UntilAsync($"the reset of {node}", () => Task.FromResult(NodeIdentity.Read(directory, node)!.BootId != boot), cancellationToken, BootPause);
        var reset = context.Time.GetUtcNow();
        FenceTimes? times = null;
        await UntilAsync(
            $"the servers of {node} elsewhere",
            async () => (times = await FenceTimes.ReadAsync(directory, boot, isolated, reset, cancellationToken)) is not null,
            cancellationToken);
        await hall.RejoinNodeAsync(node, cancellationToken);
        return times!;
    }

    private static async Task<bool> IsArmedAsync(k8s.Kubernetes cluster, StateDirectory directory, string node, CancellationToken cancellationToken)
    {
        var item = (JsonElement)await k8s.CustomObjectsOperationsExtensions.GetClusterCustomObjectAsync(
            cluster.CustomObjects, "lustre.cloudnative-hpc.io", "v1alpha1", "lustrenodes", node, cancellationToken);
        return item.TryGetProperty("status", out var status) && status.TryGetProperty("selfFence", out var fence)
            && fence.TryGetProperty("armed", out var armed) && armed.ValueKind == JsonValueKind.True
            && fence.GetProperty("bootId").GetString() == NodeIdentity.Read(directory, node)!.BootId;
    }

    private Task ServingAsync(ManagementClient management, CancellationToken cancellationToken) => UntilAsync(
        "the servers",
        async () => (await management.TargetsAsync(cancellationToken)).Count(t => t.State == nameof(ServerPhase.Serving)) == SelfFenceFilesystem.Servers,
        cancellationToken);

    private GoalReport Result(List<FenceTimes> times)
    {
        Sample lastWrite = Row("isolation to last write", times, t => t.LastWrite - t.Isolated);
        var limit = TimeSpan.FromSeconds(grantSeconds) + GrantTimes.WatchdogTimeout + TimeSpan.FromSeconds(1);
        return new GoalReport(
            string.Create(CultureInfo.InvariantCulture, $"{times.Count} nodes cut off, {Environment.ProcessorCount} cores, grants of {grantSeconds} s, watchdog of {GrantTimes.WatchdogTimeout.TotalSeconds:0} s"),
            [
                lastWrite,
                Row("isolation to reset", times, t => t.Reset - t.Isolated),
                Row("isolation to proof in the journal", times, t => t.Proved - t.Isolated),
                Row("isolation to serving elsewhere", times, t => t.Serving - t.Isolated),
            ],
            [new BenchGoal("isolation to last write, worst, at most grant + watchdog time-out + 1 s", limit.TotalMilliseconds, lastWrite.P99)]);
    }

    private static Sample Row(string name, IEnumerable<FenceTimes> times, Func<FenceTimes, TimeSpan> measure) =>
        new(name, [.. times.Select(t => Math.Round(measure(t).TotalMilliseconds, 2))]);

    private async Task UntilAsync(string what, Func<Task<bool>> holds, CancellationToken cancellationToken, TimeSpan? pause = null)
    {
        var started = context.Time.GetTimestamp();
        while (!await holds())
        {
            if (context.Time.GetElapsedTime(started) > Patience + (2 * GrantTimes.LapsedAfter(grantSeconds)))
                throw new StateException($"Waited in vain for {what}.");
            await Task.Delay(pause ?? Pause, context.Time, cancellationToken);
        }
    }

    private void Say(string line) => context.ErrorText.WriteLine(line);
}
