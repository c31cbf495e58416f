using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli.Output;
using LustreSupervisor.Supervisor.Local;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor local node …</c>: machines that come, go, crash, stand still and boot.</summary>
internal static class LocalNodeCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context) => new("node", "Add nodes, take them away, crash, freeze and boot them.")
    {
        Add(context),
        Remove(context),
        Act(context, "kill", "Kill a node's process (SIGKILL): kubelet and kernel. Its power stays on.", async (hall, node, token) =>
            Told(await hall.KillAsync(new KillOrder(HallRole.Node, node), token))),
        Act(context, "freeze", "Stop every process of a node (SIGSTOP).", async (hall, node, token) =>
            (await hall.InjectAsync(new FaultOrder(FaultCatalog.Of(FaultKind.FreezeNode).Name, node), token)).Text),
        Act(context, "thaw", "Let a frozen node go on (SIGCONT).", async (hall, node, token) =>
            (await hall.InjectAsync(new FaultOrder(FaultCatalog.Of(FaultKind.ThawNode).Name, node), token)).Text),
        Act(context, "isolate", "Cut a node off from the API server, the supervisor and the other nodes' agents; its devices and LNet stay.", async (hall, node, token) =>
            $"node {(await hall.IsolateNodeAsync(node, token)).Name} is cut off"),
        Act(context, "rejoin", "Join a node again that was cut off; what was held back arrives.", async (hall, node, token) =>
            $"node {(await hall.RejoinNodeAsync(node, token)).Name} is joined again"),
        Act(context, "reboot", "Boot a node anew, orderly if it runs; one that crashed or is off is started.", async (hall, node, token) =>
            Told(await hall.RebootNodeAsync(node, token))),
    };

    private static Argument<string> Node() => new("NODE") { Description = "Node" };

    private static Command Add(CliContext context)
    {
        var name = new Option<string?>("--name") { Description = "Name of the node [default: the first free nodeN]", HelpName = "NAME" };
        var command = new Command("add", "Put up a machine with devices, addresses and a management controller of its own; returns when it is Ready.")
        {
            name, context.Options.Output,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(context, parsed, async (hall, token) =>
            await ReportAsync(context, parsed, await hall.AddNodeAsync(new NodeAddition(parsed.GetValue(name)), token), "is Ready"), cancellationToken));
        return command;
    }

    private static Command Remove(CliContext context)
    {
        var node = Node();
        var force = new Option<bool>("--force") { Description = "Also when Lustre servers run there: they die, and without their machine nobody can prove it" };
        var command = new Command("remove", "Power a machine off and take it away: Node, LustreNode and Lease with it. Its disks stay in devices/.")
        {
            node, force, context.Options.Output,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(context, parsed, async (hall, token) => await ReportAsync(
            context, parsed, await hall.RemoveNodeAsync(parsed.GetValue(node)!, new NodeRemoval(parsed.GetValue(force)), token), "is gone"), cancellationToken));
        return command;
    }

    private static Command Act(CliContext context, string name, string description, Func<HallClient, string, CancellationToken, Task<string>> act)
    {
        var node = Node();
        var command = new Command(name, description) { node };
        command.SetAction((parsed, cancellationToken) => RunAsync(context, parsed, async (hall, token) =>
            await context.OutText.WriteLineAsync(await act(hall, parsed.GetValue(node)!, token)), cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(
        CliContext context, ParseResult parsed, Func<HallClient, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        LocalErrors.TranslateAsync(async () =>
        {
            using var hall = await RunningHall.ConnectAsync(new StateDirectory(context.StateDirectory(parsed)), cancellationToken);
            await act(hall, cancellationToken);
            return ExitCodes.Ok;
        });

    private static async Task ReportAsync(CliContext context, ParseResult parsed, MachineStatus machine, string what)
    {
        var format = parsed.GetValue(context.Options.Output);
        if (format == OutputFormat.Table)
            await context.OutText.WriteLineAsync($"node {machine.Name} {what}, machine {machine.SystemUuid}");
        else
            Documents.Write(context.OutText, JsonSerializer.SerializeToNode(machine, StateJson.Options)!, format);
    }

    private static string Told(HallProcess process) =>
        string.Create(CultureInfo.InvariantCulture, $"{process.Role} {process.Name}: process {process.Pid}");
}
