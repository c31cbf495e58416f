using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
/// <param name="Name">Who.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="Subresource">Empty, or <c>status</c>.</param>
/// <param name="ApiVersion">The version that the field paths are those of.</param>
/// <param name="Time">When the fields last changed, or empty when that is not known.</param>
/// <param name="Fields">What it owns.</param>
internal sealed record FieldOwner(string Name, string Operation, string Subresource, string ApiVersion, string Time, FieldSet Fields)
{
    public bool IsApplier => Operation == "Apply";

    /// <summary>The same manager: an applier keeps its identity over API versions, an updater does not.</summary>
    public bool Is(FieldOwner other) => Name == other.Name && Operation == other.Operation && Subresource == other.Subresource
        && (IsApplier || ApiVersion == other.ApiVersion);

    /// <summary>As conflicts name it.</summary>
    public override string ToString()
    {
        var name = JsonText.ToText(Name) + (Subresource.Length > 0 ? $" with subresource {JsonText.ToText(Subresource)}" : "");
        return IsApplier ? name : $"{name} using {ApiVersion}";
    }

    public static List<FieldOwner> Read(JsonObject? body) =>
    [
        .. body.Child("metadata").Objects("managedFields").Select(e => new FieldOwner(
            e["manager"].Text() ?? "", e["operation"].Text() ?? "", e["subresource"].Text() ?? "", e["apiVersion"].Text() ?? "",
            e["time"].Text() ?? "", FieldSet.FromJson(e.Child("fieldsV1")))),
    ];

    /// <summary>Puts the managers with fields into an object, appliers first, then the oldest first.</summary>
    public static void Write(JsonObject body, IEnumerable<FieldOwner> managers)
    {
        var entries = managers.Where(m => !m.Fields.IsEmpty)
            .OrderBy(m => m.Operation, StringComparer.Ordinal).ThenBy(m => m.Time, StringComparer.Ordinal).ThenBy(m => m.Name, StringComparer.Ordinal)
            .ThenBy(m => m.ApiVersion, StringComparer.Ordinal).ThenBy(m => m.Subresource, StringComparer.Ordinal);
        var list = new JsonArray([.. entries.Select(m => m.ToJson())]);
        if (list.Count > 0) body.Meta()["managedFields"] = list;
        else body.Meta().Remove("managedFields");
    }

    private JsonObject ToJson()
    {
        var entry = new JsonObject { ["manager"] = Name, ["operation"] = Operation, ["apiVersion"] = ApiVersion };
        if (Time.Length > 0) entry["time"] = Time;
        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = Fields.ToJson();
        if (Subresource.Length > 0) entry["subresource"] = Subresource;
        return entry;
    }
}
