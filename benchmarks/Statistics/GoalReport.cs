using System.Globalization;
using System.Text.Json;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using Spectre.Console;

namespace LustreSupervisor.Benchmarks.Statistics;

/// <summary>Measurements and what was wanted of them, for people and as JSON.</summary>
/// <param name="Conditions">What was measured, on what.</param>
/// <param name="Rows">Measurements.</param>
/// <param name="Goals">What was wanted.</param>
internal sealed record GoalReport(string Conditions, IReadOnlyList<Sample> Rows, IReadOnlyList<BenchGoal> Goals)
{
    /// <summary>Prints a table, and whether each goal is met.</summary>
    /// <param name="context">The process.</param>
    public void Show(CliContext context)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var header in (string[])["MEASURED", "MEDIAN ms", "P99 ms"])
            table.AddColumn(new TableColumn(header) { Alignment = header == "MEASURED" ? Justify.Left : Justify.Right });
        foreach (var row in Rows)
            table.AddRow(row.Name, Number(row.Median), Number(row.P99));
        context.Out.Write(table);
        context.OutText.WriteLine(Conditions);
        foreach (var goal in Goals)
            context.OutText.WriteLine($"{(goal.Met ? "met" : "MISSED")}: {goal.Name}: {Number(goal.MeasuredMs)} of {Number(goal.LimitMs)} ms");
    }

    /// <summary>Writes the report as JSON.</summary>
    /// <param name="path">File.</param>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, StateJson.Options) + "\n");

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
