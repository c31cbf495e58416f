using System.Text.Json.Nodes;

namespace LustreSupervisor.Supervisor.Cli.Output;

/// <summary>All that is known about one resource.</summary>
/// <param name="Resource">The resource itself.</param>
/// <param name="Targets">Targets that belong to it; none for a target.</param>
/// <param name="History">Journaled decisions, oldest first; none where no journal can be read.</param>
/// <param name="Events">Kubernetes events about it and its pod, oldest first.</param>
internal sealed record Description(
    JsonObject Resource,
    IReadOnlyList<JsonObject> Targets,
    IReadOnlyList<JsonObject> History,
    IReadOnlyList<JsonObject> Events)
{
    /// <summary>The same as one document, for programs.</summary>
    public JsonObject ToDocument() => new()
    {
        ["resource"] = Resource.DeepClone(),
        ["targets"] = Copy(Targets),
        ["history"] = Copy(History),
        ["events"] = Copy(Events),
    };

    private static JsonArray Copy(IReadOnlyList<JsonObject> items) => new([.. items.Select(item => item.DeepClone())]);
}
