using LustreSupervisor.Supervisor.Management.Client;
using System.Globalization;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary><c>supervisor local demo</c>: declares a file system, kills its servers, and watches them come back.</summary>
internal static class LocalDemo
{
    private const string Sample = "samples/scratch.yaml";

    /// <summary>Runs the demo.</summary>
    /// <param name="context">The process.</param>
    /// <param name="settings">What is wanted.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>Exit code: 0 only when every step held.</returns>
    /// <exception cref="StateException">The cluster does not start.</exception>
    public static async Task<int> RunAsync(CliContext context, DemoSettings settings, CancellationToken cancellationToken)
    {
        IDemoAudience audience = context.Out.Profile.Out.IsTerminal ? new TerminalAudience(context.Out) : new LineAudience(context.OutText);
        Announce(audience);
        var started = context.Time.GetTimestamp();
        var cluster = await DemoCluster.StartAsync(settings, context.Time, stage => audience.Say($"{stage} …"), cancellationToken);
        await using (cluster)
        {
            var report = await PlayAsync(context, cluster, audience, cancellationToken);
            cluster.KeepState = !report.Ok;
            Show(context, report);
            if (settings.Report is { } file)
                report.Write(file);
            var seconds = context.Time.GetElapsedTime(started).TotalSeconds;
            audience.Say(string.Create(CultureInfo.InvariantCulture, $"{(report.Ok ? "every step held" : "the demo FAILED")}, {seconds:0} s in all"));
            Part(audience, settings, cluster, report);
            return report.Ok ? ExitCodes.Ok : ExitCodes.UserError;
        }
    }

    private static void Announce(IDemoAudience audience)
    {
        audience.Say($"A cluster of {DemoLimits.Nodes} simulated nodes on this machine; its servers are real processes, and so are their deaths.");
        audience.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Lustre's own delays run at factor {DemoLimits.DelayFactor}; a node counts as lost after {DemoLimits.NodeLostSeconds} s of silence."));
    }

    private static async Task<DemoReport> PlayAsync(
        CliContext context, DemoCluster cluster, IDemoAudience audience, CancellationToken cancellationToken)
    {
        await ApplySampleAsync(context, cluster.Directory, cancellationToken);
        audience.Say("applied deploy/samples/scratch.yaml: 1 MGS, 1 MDT, 4 OSTs");
        using var client = LiveClusterView.LocalCluster(cluster.Directory);
        using var management = ManagementClient.OfLaptop(cluster.Status.ManagementPort, cluster.Directory);
        var stage = new DemoStage(cluster.Hall, client, management, new DemoJournal(cluster.Directory.JournalFile), context.Time);
        return await new DemoRun(stage, audience, context.Time).RunAsync(DemoScript.Steps, cancellationToken);
    }

    /// <summary>Applies the sample file system.</summary>
    /// <param name="context">The process.</param>
    /// <param name="directory">State directory of the cluster.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">It was refused.</exception>
    internal static async Task ApplySampleAsync(CliContext context, StateDirectory directory, CancellationToken cancellationToken)
    {
        await using var sample = typeof(LocalDemo).Assembly.GetManifestResourceStream(Sample)
            ?? throw new InvalidOperationException($"{Sample} is not embedded in this program");
        using var text = new StreamReader(sample);
        await LocalApply.RunAsync(context, directory, text, cancellationToken);
    }

    private static void Show(CliContext context, DemoReport report)
    {
        foreach (var target in report.Targets)
        {
            context.OutText.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {target.Label,-16} {target.State,-10} {target.Node,-8} incarnation {target.Incarnation,-3} process {target.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-"}"));
        }
    }

    private static void Part(IDemoAudience audience, DemoSettings settings, DemoCluster cluster, DemoReport report)
    {
        if (settings.Keep)
            audience.Say($"the cluster runs on: export KUBECONFIG={cluster.Directory.KubeconfigFile}; end it with 'supervisor local down --state-dir {cluster.Directory.Root}'");
        else if (!report.Ok)
            audience.Say($"logs and journal are kept in {cluster.Directory.Root}");
    }
}
