using Spectre.Console;

namespace LustreSupervisor.Supervisor.Cli.Output;

/// <summary>Prints names and values, one a line, values under each other.</summary>
internal static class Facts
{
    private const int GapColumns = 2;

    /// <summary>Writes the facts that have a value.</summary>
    /// <param name="console">Where.</param>
    /// <param name="facts">Name and value; facts with an empty value are left out.</param>
    public static void Write(IAnsiConsole console, IEnumerable<(string Name, string Value)> facts)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, GapColumns, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0) });
        foreach (var (name, value) in facts.Where(fact => fact.Value.Length > 0))
            grid.AddRow(new Text(name + ":", new Style(decoration: Decoration.Bold)), new Text(value));
        console.Write(grid);
    }

    /// <summary>Writes a heading with an empty line before it.</summary>
    public static void Heading(IAnsiConsole console, string title)
    {
        console.WriteLine();
        console.Write(new Text(title + Environment.NewLine, new Style(decoration: Decoration.Bold)));
    }
}
