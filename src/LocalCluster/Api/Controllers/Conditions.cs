using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Controllers;

/// <summary>Conditions in an object's status.</summary>
internal static class Conditions
{
    /// <summary>The condition of a type, or null.</summary>
    public static JsonObject? Find(JsonObject body, string type) =>
        body.Child("status").Objects("conditions").FirstOrDefault(condition => condition["type"].Text() == type);

    /// <summary>The status of a condition, or null when there is none of that type.</summary>
    public static string? Status(JsonObject body, string type) => Find(body, type)?["status"].Text();

    /// <summary>
    /// Sets a condition: its transition time moves only with its status. <paramref name="more"/> are further fields of the kind's conditions.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public static bool Set(
        JsonObject body, string type, string status, string? reason, string? message, DateTimeOffset now, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        var list = body.Ensure("status")["conditions"] as JsonArray;
        if (list is null) body.Ensure("status")["conditions"] = list = [];
        var old = Find(body, type);
        var made = new JsonObject { ["type"] = type, ["status"] = status };
        foreach (var (name, value) in more) made[name] = value;
        if (reason is not null) made["reason"] = reason;
        if (message is not null) made["message"] = message;
        made["lastTransitionTime"] = old is not null && old["status"].Text() == status && old["lastTransitionTime"] is { } since
            ? since.DeepClone()
            : Metadata.Stamp(now);
        if (old is null) list.Add((JsonNode)made);
        else if (JsonNode.DeepEquals(old, made)) return false;
        else list[list.IndexOf(old)] = made;
        return true;
    }
}
