using System.Text.Json.Nodes;
using Spectre.Console;

namespace LustreSupervisor.Supervisor.Cli.Output;

/// <summary>Prints resources in columns, without rules: as easy to read as to cut with awk.</summary>
internal static class ResourceTable
{
    /// <summary>Text of a cell that holds nothing: columns must stay countable.</summary>
    private const string Nothing = "-";

    private const int GapColumns = 2;

    /// <summary>Writes the table.</summary>
    /// <param name="console">Where.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="items">Its rows.</param>
    /// <param name="wide">Whether wide columns are shown.</param>
    public static void Write(IAnsiConsole console, IEnumerable<Column> columns, IEnumerable<JsonObject> items, bool wide)
    {
        var shown = columns.Where(column => wide || !column.Wide).ToList();
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var column in shown)
            table.AddColumn(new TableColumn(new Text(column.Header, new Style(decoration: Decoration.Bold)))
            {
                Alignment = column.Number ? Justify.Right : Justify.Left,
                Padding = new Padding(0, 0, column == shown[^1] ? 0 : GapColumns, 0),
            });
        foreach (var item in items)
            table.AddRow(shown.Select(column => Cell(column, item)));
        console.Write(table);
    }

    private static Text Cell(Column column, JsonObject item)
    {
        var text = column.Text(item);
        if (text.Length == 0)
            text = Nothing;
        return new Text(text, column.Colour is { } colour ? new Style(colour(text)) : Style.Plain);
    }
}
