using System.CommandLine;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Local;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor local kill</c> and <c>supervisor local start</c>: crash a process on purpose, and bring back what does not come back by itself.</summary>
internal static class LocalKillCommand
{
    private const string DefaultNamespace = "hpc";

    /// <summary>Creates <c>kill</c>.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command CreateKill(CliContext context)
    {
        var pod = new Argument<string>("NAME") { Description = $"Pod, NAMESPACE/NAME; without a namespace {DefaultNamespace}" };
        return new Command("kill", "Kill a process (SIGKILL), as a crash would. Nodes: 'supervisor local node kill'.")
        {
            Sub("pod", "Kill a pod's process.", pod, context, (hall, name, token) =>
                hall.KillAsync(new KillOrder(HallRole.Pod, name!.Contains('/') ? name : $"{DefaultNamespace}/{name}"), token)),
            Sub("api-server", "Kill the API server. What it acknowledged stays.", null, context, (hall, _, token) =>
                hall.KillAsync(new KillOrder(HallRole.ApiServer, "api-server"), token)),
            Sub("supervisor", "Kill the supervisor.", null, context, (hall, _, token) =>
                hall.KillAsync(new KillOrder(HallRole.Supervisor, "supervisor"), token)),
        };
    }

    /// <summary>Creates <c>start</c>.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command CreateStart(CliContext context) =>
        new("start", "Start what was killed. Nodes: 'supervisor local node reboot'.")
        {
            Sub("api-server", "Start the API server, on the port it had.", null, context, (hall, _, token) => hall.StartApiServerAsync(token)),
            Sub("supervisor", "Start the supervisor.", null, context, (hall, _, token) => hall.StartSupervisorAsync(token)),
        };

    private static Command Sub(
        string name,
        string description,
        Argument<string>? argument,
        CliContext context,
        Func<HallClient, string?, CancellationToken, Task<HallProcess>> act)
    {
        var command = new Command(name, description);
        if (argument is not null)
            command.Add(argument);
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(async () =>
        {
            var directory = new StateDirectory(context.StateDirectory(parsed));
            using var hall = await RunningHall.ConnectAsync(directory, cancellationToken);
            var process = await act(hall, argument is null ? null : parsed.GetValue(argument), cancellationToken);
            await context.OutText.WriteLineAsync($"{process.Role} {process.Name}: process {process.Pid}");
            return ExitCodes.Ok;
        }));
        return command;
    }
}
