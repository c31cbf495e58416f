using System.Globalization;
using LustreSupervisor.Benchmarks.Statistics;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Journal.Reading;
using LustreSupervisor.Supervisor.Local;
using LustreSupervisor.Supervisor.Management.Client;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Benchmarks.Local;

/// <summary>Kills servers one after the other and times their return; measures the floor between the kills, in the same run.</summary>
/// <param name="context">The process.</param>
internal sealed class LocalBench(CliContext context)
{
    /// <summary>Longest wait for one thing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Time between two looks: coarse, because times come from the journal.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs the benchmark.</summary>
    /// <param name="kills">Kills.</param>
    /// <param name="delayFactor">Factor for Lustre's own delays.</param>
    /// <param name="report">File for the result; null for none.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="StateException">The cluster does not start, or a server does not come back.</exception>
    public async Task<int> RunAsync(int kills, double delayFactor, string? report, CancellationToken cancellationToken)
    {
        var root = Directory.CreateTempSubdirectory("lustre-bench-").FullName;
        try
        {
            var settings = new LocalSettings(new StateDirectory(root), null, null, delayFactor);
            await using var hall = await MachineHall.StartAsync(settings.Settle(), context.Time, Say, cancellationToken);
            var result = await MeasureAsync(hall, settings.Directory, kills, delayFactor, cancellationToken);
            new GoalReport(
                string.Create(CultureInfo.InvariantCulture, $"{kills} kills, {result.Cores} cores, Lustre's own delays at factor {delayFactor:0.##}"),
                result.Rows, result.Goals).Show(context);
            if (report is not null)
                result.Write(report);
            return ExitCodes.Ok;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private async Task<BenchReport> MeasureAsync(
        MachineHall hall, StateDirectory directory, int kills, double delayFactor, CancellationToken cancellationToken)
    {
        var osts = BenchFilesystem.Osts(kills);
        using (var manifest = new StringReader(BenchFilesystem.Manifest(osts)))
            await LocalApply.RunAsync(context, directory, manifest, cancellationToken);
        var status = await hall.StatusAsync(cancellationToken);
        using var management = new ManagementClient(
            new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", status.ManagementPort).Uri, directory.ManagementTokenFile);
        Say($"waiting for {osts + BenchFilesystem.OtherServers} servers");
        await UntilAsync(
            "the servers", async () => await ServingAsync(management, cancellationToken) == osts + BenchFilesystem.OtherServers, cancellationToken);
        var configuration = k8s.KubernetesClientConfiguration.BuildConfigFromConfigFile(directory.KubeconfigFile);
        using var client = new k8s.Kubernetes(configuration);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrivals = new PodArrivals(client, context.Time);
        var watch = arrivals.RunAsync(watching.Token);
        var floor = await ProbeAsync(directory, osts, configuration, cancellationToken);
        await floor.PrepareAsync(cancellationToken);
        var times = new List<KillTimes>();
        var floors = new List<double>();
        for (var kill = 0; kill < kills; kill++)
        {
            // One kill of each target after the other: a target rests while the others are killed.
            var index = kill % osts;
            times.Add(await KillAsync(hall, management, arrivals, directory, index, cancellationToken));
            floors.Add(await floor.MeasureAsync(cancellationToken));
            Say(string.Create(CultureInfo.InvariantCulture, $"kill {kill + 1} of {kills}: {BenchFilesystem.PodOf(index)} serves again after {(times[^1].Serving - times[^1].Killed).TotalMilliseconds:0} ms"));
        }

        await watching.CancelAsync();
        await watch;
        return BenchReport.Of(times, floors, delayFactor);
    }

    private async Task<KillTimes> KillAsync(
        MachineHall hall, ManagementClient management, PodArrivals arrivals, StateDirectory directory, int index, CancellationToken cancellationToken)
    {
        var pod = BenchFilesystem.PodOf(index);
        var before = (await management.TargetsAsync(cancellationToken)).Single(target => target.Name == pod);
        var number = before.Incarnation!.Number;
        var process = (await hall.StatusAsync(cancellationToken)).Processes
            .Single(found => found.Role == HallRole.Pod && found.Name == $"{BenchFilesystem.Name}/{pod}");
        var killed = context.Time.GetUtcNow();
        process.Identity.Send(LocalCluster.Processes.Signal.Kill);
        await UntilAsync(
            $"the return of {pod}",
            async () => (await management.TargetsAsync(cancellationToken)).Any(target =>
                target.Name == pod && target.State == nameof(ServerPhase.Serving) && target.Incarnation?.Number > number),
            cancellationToken);
        return await KillTimes.ReadAsync(
            directory.JournalFile, $"{BenchFilesystem.Name}~{pod}", number, killed, arrivals, pod, cancellationToken)
            ?? throw new StateException($"The journal does not tell the story of incarnation {number} of {pod}.");
    }

    private async Task<FloorProbe> ProbeAsync(
        StateDirectory directory, int osts, k8s.KubernetesClientConfiguration configuration, CancellationToken cancellationToken)
    {
        using var reader = JournalReader.Open(directory.JournalFile);
        var servers = (await JournalReplay.ReplayAsync(reader, cancellationToken)).Servers.Values.ToList();
        var like = servers.First(server => server.Declared.Target.Kind == TargetKind.Ost);
        var node = NodeOptions.Read(like.Current!.Node, directory);
        var catalog = new DeviceCatalog(directory.DevicesDirectory);
        var free = catalog.List().First(device =>
            device.Labels.GetValueOrDefault("lustre") == "ost" && servers.TrueForAll(server => server.Declared.Device.Id != device.Id));
        return new FloorProbe(
            node,
            PodEnvironment.Build(node, configuration),
            like.Declared,
            new DeviceRef(free.Id, catalog.PathOf(free), free.SizeBytes),
            osts,
            context.Time);
    }

    private static async Task<int> ServingAsync(ManagementClient management, CancellationToken cancellationToken) =>
        (await management.TargetsAsync(cancellationToken)).Count(target => target.State == nameof(ServerPhase.Serving));

    private async Task UntilAsync(string what, Func<Task<bool>> holds, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        while (!await holds())
        {
            if (context.Time.GetElapsedTime(started) > Patience)
                throw new StateException($"Waited in vain for {what}: {Patience.TotalSeconds:0} s.");
            await Task.Delay(Pause, context.Time, cancellationToken);
        }
    }

    private void Say(string line) => context.ErrorText.WriteLine(line);
}
