using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
/// <param name="Name">Who.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="Subresource">Empty, or <c>status</c>.</param>
/// <param name="ApiVersion">The version that the field paths are those of.</param>
/// <param name="Time">When the fields last changed hands.</param>
/// <param name="Fields">What it owns.</param>
internal sealed record FieldOwner(string Name, string Operation, string Subresource, string ApiVersion, string Time, FieldSet Fields)
{
    public bool Is(FieldOwner other) => Name == other.Name && Operation == other.Operation && Subresource == other.Subresource;

    public static List<FieldOwner> Read(JsonObject? body) =>
    [
        .. body.Child("metadata").Objects("managedFields").Select(e => new FieldOwner(
            e["manager"].Text() ?? "", e["operation"].Text() ?? "", e["subresource"].Text() ?? "", e["apiVersion"].Text() ?? "",
            e["time"].Text() ?? "", FieldSet.FromJson(e.Child("fieldsV1")))),
    ];

    public static void Write(JsonObject body, IEnumerable<FieldOwner> managers)
    {
        var entries = new JsonArray([.. managers.Where(m => !m.Fields.IsEmpty).Select(m => m.ToJson())]);
        if (entries.Count > 0) body.Meta()["managedFields"] = entries;
        else body.Meta().Remove("managedFields");
    }

    /// <summary>The same manager with other fields; its time changes only when they do.</summary>
    public FieldOwner With(FieldSet fields, string now) =>
        JsonNode.DeepEquals(fields.ToJson(), Fields.ToJson()) ? this : this with { Fields = fields, Time = now };

    private JsonObject ToJson()
    {
        var entry = new JsonObject
        {
            ["manager"] = Name,
            ["operation"] = Operation,
            ["apiVersion"] = ApiVersion,
            ["time"] = Time,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = Fields.ToJson(),
        };
        if (Subresource.Length > 0) entry["subresource"] = Subresource;
        return entry;
    }
}
