using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>What a strategic merge patch leaves where there was nothing to merge with.</summary>
internal static class PatchDirectives
{
    /// <summary>A copy without nulls and directives, or null when it is nothing but a directive.</summary>
    public static JsonNode? Without(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject given:
                if (given[StrategicMergePatch.Directive].Text() == "delete") return null;
                var result = new JsonObject();
                foreach (var (name, child) in given)
                    if (child is not null && !name.StartsWith('$') && Without(child) is { } kept) result[name] = kept;
                return result;
            case JsonArray list:
                return new JsonArray([.. list.Where(IsContent).Select(Without)]);
            default:
                return value?.DeepClone();
        }
    }

    /// <summary>An object as Go prints a map, for messages: <c>map[image:x name:y]</c>.</summary>
    public static string GoText(JsonNode? node) => node switch
    {
        JsonObject value => $"map[{string.Join(' ', value.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{GoText(p.Value)}"))}]",
        JsonArray list => $"[{string.Join(' ', list.Select(GoText))}]",
        null => "<nil>",
        _ => node.Text() ?? node.ToJsonString(),
    };

    private static bool IsContent(JsonNode? item) => item is not JsonObject value || value[StrategicMergePatch.Directive] is null;
}
