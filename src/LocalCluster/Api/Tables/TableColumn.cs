namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>One column of a <c>Table</c> (<c>meta/v1 TableColumnDefinition</c>).</summary>
/// <param name="Name">Heading; clients print it in capitals.</param>
/// <param name="Type">OpenAPI type of its cells.</param>
/// <param name="Description">What the cells say.</param>
/// <param name="Priority">0: always shown; above: only in wide output.</param>
/// <param name="Format">OpenAPI format; <c>name</c> marks the object's identity.</param>
internal sealed record TableColumn(string Name, string Type, string Description, int Priority = 0, string Format = "")
{
    /// <summary>The identity of the row.</summary>
    public static readonly TableColumn ObjectName = new("Name", "string", "Name of the object.", 0, "name");

    /// <summary>Time since creation.</summary>
    public static readonly TableColumn Age = new("Age", "string", "Time since the object was created.");

    public static TableColumn Text(string name, string description) => new(name, "string", description);

    public static TableColumn Whole(string name, string description) => new(name, "integer", description);

    /// <summary>A column of wide output.</summary>
    public static TableColumn Wide(string name, string description) => new(name, "string", description, 1);
}
