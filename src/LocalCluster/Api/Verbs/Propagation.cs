using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>
/// What becomes of an object's dependants when it is deleted, as finalizers for the garbage collector
/// (<c>deletionFinalizersForGarbageCollection</c>).
/// </summary>
internal static class Propagation
{
    public const string Orphan = "Orphan";
    public const string Background = "Background";
    public const string Foreground = "Foreground";

    /// <summary>Holds an object until its dependants are freed from it.</summary>
    public const string OrphanFinalizer = "orphan";

    /// <summary>Holds an object until its dependants that block it are gone.</summary>
    public const string ForegroundFinalizer = "foregroundDeletion";

    /// <summary>Puts the finalizers of a policy on the object. Without a policy those decide that are there.</summary>
    public static void Apply(ResourceType type, JsonObject body, string? policy)
    {
        // The collector does not look at Events, and a namespace has its content instead of dependants.
        if (policy is null || type.Storage == BuiltIns.Events.Storage || type == BuiltIns.Namespaces) return;
        var kept = body.Child("metadata").Items("finalizers")?.Select(f => f.Text()).OfType<string>()
            .Where(f => f is not (OrphanFinalizer or ForegroundFinalizer)) ?? [];
        JsonNode[] finalizers =
        [
            .. kept.Select(f => (JsonNode)f),
            .. policy switch { Orphan => (JsonNode[])[OrphanFinalizer], Foreground => [ForegroundFinalizer], _ => [] },
        ];
        if (finalizers.Length == 0) body.Meta().Remove("finalizers");
        else body.Meta()["finalizers"] = new JsonArray(finalizers);
    }

    public static bool Has(JsonObject body, string finalizer) =>
        body.Child("metadata").Items("finalizers")?.Any(f => f.Text() == finalizer) == true;
}
