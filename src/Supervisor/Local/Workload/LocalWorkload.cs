using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Local.Views;
using LustreSupervisor.Supervisor.Management.Client;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary><c>supervisor local workload</c>: clients write, servers die, and every acknowledged byte is looked for at the end.</summary>
internal static class LocalWorkload
{
    /// <summary>Runs the workload.</summary>
    /// <param name="context">The process.</param>
    /// <param name="settings">What is wanted.</param>
    /// <param name="usual">State directory in which a person's own cluster runs.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>Exit code: 0 only when nothing is lost and everything was verified.</returns>
    /// <exception cref="StateException">There is no cluster and none can be started, or it has no file system.</exception>
    public static async Task<int> RunAsync(
        CliContext context, WorkloadSettings settings, StateDirectory usual, CancellationToken cancellationToken)
    {
        Action<string> say = line => context.ErrorText.WriteLine(line);
        var cluster = await WorkloadCluster.OpenAsync(context, settings, usual, line => say($"{line} …"), cancellationToken);
        await using (cluster)
        {
            using var alone = WorkloadLock.Take(cluster.Directory);
            using var api = LiveClusterView.LocalCluster(cluster.Directory);
            using var management = ManagementClient.OfLaptop(cluster.Status.ManagementPort, cluster.Directory);
            var stage = new WorkloadStage(cluster.Hall, api, management, context.Time);
            var operate = new WorkloadOperator(management, context.Time, say);
            WorkloadReport report;
            try
            {
                report = await new WorkloadRun(stage, cluster.Directory, settings, operate, say).RunAsync(cancellationToken);
            }
            catch (WorkloadException failure)
            {
                throw new StateException(failure.Message, failure);
            }

            await context.OutText.WriteLineAsync(report.Verdict());
            if (!report.Ok && cluster.KeepState() is { } kept)
                say($"logs and devices are kept in {kept}");
            if (settings.Report is { } file)
                report.Write(file);
            return report.Ok ? ExitCodes.Ok : ExitCodes.UserError;
        }
    }
}
