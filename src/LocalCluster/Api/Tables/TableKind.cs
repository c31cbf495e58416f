using System.Text.Json;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>How objects of one kind are shown as rows.</summary>
/// <param name="Columns">The columns; every row has all of them, the client leaves out those that it does not want.</param>
/// <param name="Cells">Writes the cells of an object in its stored form, one a column.</param>
internal sealed record TableKind(IReadOnlyList<TableColumn> Columns, Action<RowWriter, JsonElement> Cells)
{
    /// <summary>The phase and message with which a row is marked <c>Completed</c>, or null: clients may hide such rows.</summary>
    public Func<JsonElement, (string Reason, string Message)?> Completed { get; init; } = _ => null;
}
