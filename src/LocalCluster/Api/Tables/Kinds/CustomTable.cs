using System.Text.Json;

namespace LustreSupervisor.LocalCluster.Api.Tables.Kinds;

/// <summary>Custom resources, by the columns that their definition declares.</summary>
internal static class CustomTable
{
    public static TableKind Of(IReadOnlyList<PrinterColumn> columns) => new(
        [TableColumn.ObjectName, .. columns.Select(c => c.Heading)],
        (row, body) =>
        {
            row.Name(body);
            foreach (var column in columns) Write(row, column, body);
        });

    private static void Write(RowWriter row, PrinterColumn column, JsonElement body)
    {
        if (column.Path?.Find(body) is not [var value, ..]) row.Null();
        else Write(row, column.Heading.Type, value);
    }

    /// <summary>A value that does not fit the column's type shows as nothing.</summary>
    private static void Write(RowWriter row, string type, JsonElement value)
    {
        if (type == "string") row.Text(value.Shown());
        else if (type == "date" && value.ValueKind == JsonValueKind.String) row.Text(value.Moment() is { } moment ? row.Since(moment) : "<invalid>");
        else if (type == "integer" && value.Whole() is { } whole) row.Whole(whole);
        else if (type == "number" && value.ValueKind == JsonValueKind.Number) row.Number(value.GetDouble());
        else if (type == "boolean" && value.ValueKind is JsonValueKind.True or JsonValueKind.False) row.Flag(value.ValueKind == JsonValueKind.True);
        else row.Null();
    }
}
