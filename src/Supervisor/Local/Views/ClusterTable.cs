using System.Globalization;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.Supervisor.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LustreSupervisor.Supervisor.Local.Views;

/// <summary>A laptop cluster on a terminal: its processes, and the Lustre servers on them.</summary>
internal static class ClusterTable
{
    private const string Nothing = "-";

    /// <summary>Both tables, one above the other.</summary>
    /// <param name="snapshot">What to show.</param>
    public static IRenderable Build(ClusterSnapshot snapshot) => new Rows(
        Processes(snapshot.Status), new Text(""), Servers(snapshot.Servers), FaultTable.Active(snapshot.Status.Faults));

    private static Table Processes(HallStatus status)
    {
        var table = Plain("PROCESS", "NAME", "PID", "POWER", "PODS");
        foreach (var process in status.Processes.Where(process => process.Role is HallRole.Hall or HallRole.ApiServer))
            table.AddRow(Cells(process.Role.ToString(), process.Name, Number(process.Pid), Nothing, Nothing));
        foreach (var machine in status.Machines)
        {
            var node = status.Processes.FirstOrDefault(process => process.Role == HallRole.Node && process.Name == machine.Name);
            var pods = status.Processes.Count(process => process.Role == HallRole.Pod && process.Node == machine.Name);
            table.AddRow(
                new Text("Node"), new Text(machine.Name), Pid(node?.Pid), new Text(machine.Frozen ? "Frozen" : machine.Power.ToString()), new Text(Number(pods)));
        }

        var supervisor = status.Processes.FirstOrDefault(process => process.Role == HallRole.Supervisor);
        table.AddRow(new Text("Supervisor"), new Text("supervisor"), Pid(supervisor?.Pid), new Text(Nothing), new Text(Nothing));
        return table;
    }

    private static IRenderable Servers(IReadOnlyList<ServerView> servers)
    {
        if (servers.Count == 0)
            return new Text("no Lustre servers: declare a file system with `supervisor apply -f deploy/samples/scratch.yaml`");
        var table = Plain("SERVER", "NODE", "STATE", "INCARNATION", "PID");
        foreach (var server in servers)
        {
            table.AddRow(
                new Text(server.Label.Length > 0 ? server.Label : server.Name),
                new Text(server.Node.Length > 0 ? server.Node : Nothing),
                new Text(server.State, new Style(Colours.OfState(server.State))),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{server.Epoch}.{server.Incarnation}")),
                Pid(server.Pid));
        }

        return table;
    }

    /// <summary>An empty table without lines, as all of them are.</summary>
    /// <param name="headers">Headings.</param>
    public static Table Plain(params string[] headers)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var header in headers)
            table.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold))) { Padding = new Padding(0, 0, 2, 0) });
        return table;
    }

    private static IEnumerable<Text> Cells(params string[] cells) => cells.Select(cell => new Text(cell));

    private static Text Pid(int? pid) => pid is { } number ? new Text(Number(number)) : new Text("dead", new Style(Color.Red));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
