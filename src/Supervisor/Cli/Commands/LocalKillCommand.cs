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
        var node = new Argument<string>("NAME") { Description = "Node" };
        return new Command("kill", "Kill a process (SIGKILL), as a crash would.")
        {
            Sub("pod", "Kill a pod's process.", pod, context, (hall, name, token) =>
                hall.KillAsync(new KillOrder(HallRole.Pod, name!.Contains('/') ? name : $"{DefaultNamespace}/{name}"), token)),
            Sub("node", "Kill a node's process: kubelet and kernel. Its power stays on.", node, context, (hall, name, token) =>
                hall.KillAsync(new KillOrder(HallRole.Node, name!), token)),
            Sub("supervisor", "Kill the supervisor.", null, context, (hall, _, token) =>
                hall.KillAsync(new KillOrder(HallRole.Supervisor, "supervisor"), token)),
        };
    }

    /// <summary>Creates <c>start</c>.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command CreateStart(CliContext context)
    {
        var node = new Argument<string>("NAME") { Description = "Node" };
        return new Command("start", "Start what was killed.")
        {
            Sub("node", "Boot a node; what is left of its last boot is powered off first.", node, context, (hall, name, token) =>
                hall.StartNodeAsync(name!, token)),
            Sub("supervisor", "Start the supervisor.", null, context, (hall, _, token) => hall.StartSupervisorAsync(token)),
        };
    }

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
            using var hall = HallClient.For(directory);
            if (hall is null || await hall.TryStatusAsync(cancellationToken) is null)
                throw new StateException($"No laptop cluster runs in {directory.Root}: start one with 'supervisor local up'.");
            var process = await act(hall, argument is null ? null : parsed.GetValue(argument), cancellationToken);
            await context.OutText.WriteLineAsync($"{process.Role} {process.Name}: process {process.Pid}");
            return ExitCodes.Ok;
        }));
        return command;
    }
}
