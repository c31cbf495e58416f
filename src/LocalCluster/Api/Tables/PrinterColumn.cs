using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Tables.JsonPaths;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>A column that a CustomResourceDefinition declares; <paramref name="Path"/> is null when its path cannot be understood.</summary>
internal sealed record PrinterColumn(TableColumn Heading, JsonPath? Path)
{
    /// <summary>The columns of one version of a definition. Without any, objects show their age, as in the real server.</summary>
    public static IReadOnlyList<PrinterColumn> Read(JsonObject version)
    {
        List<PrinterColumn> columns = [.. version.Objects("additionalPrinterColumns").Select(ReadOne)];
        return columns.Count > 0 ? columns : [Make("Age", "date", ".metadata.creationTimestamp", "Time since the object was created.", 0, "")];
    }

    private static PrinterColumn ReadOne(JsonObject body)
    {
        var path = body["jsonPath"].Text() ?? "";
        var description = body["description"].Text() is { Length: > 0 } given
            ? given : $"Custom resource definition column (in JSONPath format): {path}";
        return Make(
            body["name"].Text() ?? "", body["type"].Text() ?? "string", path, description, (int)(body["priority"].Whole() ?? 0), body["format"].Text() ?? "");
    }

    private static PrinterColumn Make(string name, string type, string path, string description, int priority, string format) =>
        new(new TableColumn(name, type, description, priority, format), JsonPath.Parse(path));
}
