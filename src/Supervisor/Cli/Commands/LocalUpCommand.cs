using System.CommandLine;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Local;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor local up [--detach]</c>.</summary>
internal static class LocalUpCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context)
    {
        var nodes = LocalCommand.CreateNodes();
        var port = LocalCommand.CreatePort();
        var delayFactor = LocalCommand.CreateDelayFactor(1);
        var tcp = LocalCommand.CreateAgentsOverTcp();
        var bare = LocalCommand.CreateNoSupervisor();
        var detach = new Option<bool>("--detach") { Description = "Return when the cluster is ready; it runs on" };
        var command = new Command("up", "Start the cluster and show it until Ctrl-C.") { nodes, port, delayFactor, tcp, bare, detach };
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(() =>
        {
            var settings = new LocalSettings(
                new StateDirectory(context.StateDirectory(parsed)),
                parsed.GetValue(nodes),
                parsed.GetValue(port),
                parsed.GetValue(delayFactor)) 
            {
                AgentsOverTcp = parsed.GetValue(tcp), WithSupervisor = !parsed.GetValue(bare),
            };
            return parsed.GetValue(detach)
                ? DetachAsync(context, settings, cancellationToken)
                : LocalUp.RunAsync(context, settings, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> DetachAsync(CliContext context, LocalSettings settings, CancellationToken cancellationToken)
    {
        var options = settings.Settle();
        _ = await DetachedHall.StartAsync(
            options, context.Time, stage => context.ErrorText.WriteLine(stage), cancellationToken);
        await context.OutText.WriteLineAsync($"KUBECONFIG={options.Directory.KubeconfigFile}");
        await context.ErrorText.WriteLineAsync($"ready: {LocalUp.Endpoint(options)}");
        return ExitCodes.Ok;
    }
}
