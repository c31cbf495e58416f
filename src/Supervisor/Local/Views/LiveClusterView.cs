using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Cli.Cluster;
using Spectre.Console;

namespace LustreSupervisor.Supervisor.Local.Views;

/// <summary>Shows a running cluster until it ends: a table that lives on a terminal, lines of change anywhere else.</summary>
internal static class LiveClusterView
{
    /// <summary>Two looks a second: fast enough for eyes, cheap enough for a laptop.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Shows until cancelled; being cancelled is its normal end.</summary>
    /// <param name="context">The process.</param>
    /// <param name="hall">The hall.</param>
    /// <param name="directory">State directory.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(CliContext context, IHallControl hall, StateDirectory directory, CancellationToken cancellationToken)
    {
        using var cluster = LocalCluster(directory);
        try
        {
            if (context.Out.Profile.Out.IsTerminal)
            {
                await context.Out.Live(new Text("")).StartAsync(live => EachAsync(context, hall, cluster, (_, now) =>
                {
                    live.UpdateTarget(ClusterTable.Build(now));
                    live.Refresh();
                }, cancellationToken));
            }
            else
            {
                await EachAsync(context, hall, cluster, (before, now) =>
                {
                    foreach (var line in ClusterLines.Between(before, now))
                        context.OutText.WriteLine(line);
                }, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Its normal end.
        }
    }

    /// <summary>A client of the cluster in a state directory.</summary>
    /// <param name="directory">State directory.</param>
    internal static ClusterClient LocalCluster(StateDirectory directory) => new(
        new k8s.Kubernetes(k8s.KubernetesClientConfiguration.BuildConfigFromConfigFile(directory.KubeconfigFile)), directory.KubeconfigFile);

    private static async Task EachAsync(
        CliContext context,
        IHallControl hall,
        ClusterClient cluster,
        Action<ClusterSnapshot?, ClusterSnapshot> show,
        CancellationToken cancellationToken)
    {
        ClusterSnapshot? before = null;
        using var timer = new PeriodicTimer(Interval, context.Time);
        do
        {
            try
            {
                var now = await ClusterSnapshot.ReadAsync(hall, cluster, cancellationToken);
                show(before, now);
                before = now;
            }
            catch (UserErrorException)
            {
                // The API server is away for a moment, perhaps killed on purpose: the last look stands.
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
