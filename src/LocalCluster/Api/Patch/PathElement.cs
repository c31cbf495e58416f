using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>One element name of <c>FieldsV1</c>, resolved in an object or shown to a person.</summary>
internal static class PathElement
{
    /// <summary>The name of an element of a list that is merged.</summary>
    public static string NameOf(JsonNode? item, MergeSchema list) => list.List == ListKind.Map && item is JsonObject value
        ? $"k:{JsonText.ToText(list.Identity(value))}" : $"v:{JsonText.ToText(item)}";

    /// <summary>What <paramref name="element"/> names in <paramref name="parent"/>, or null.</summary>
    public static JsonNode? Value(JsonNode? parent, string element) => (parent, element[..2]) switch
    {
        (JsonObject value, "f:") => value[element[2..]],
        (JsonArray list, "k:") => Find(list, element),
        (JsonArray list, "v:") => list.FirstOrDefault(item => JsonText.ToText(item) == element[2..]),
        _ => null,
    };

    /// <summary>The element of a keyed list.</summary>
    public static JsonObject? Find(JsonArray list, string element)
    {
        var keys = Keys(element);
        return list.OfType<JsonObject>().FirstOrDefault(item => keys.All(k => item[k.Key] is null || JsonNode.DeepEquals(item[k.Key], k.Value))
            && keys.Any(k => item[k.Key] is not null));
    }

    public static string Display(string element) => element[..2] switch
    {
        "f:" => "." + element[2..],
        "k:" => $"[{string.Join(',', Keys(element).Select(k => $"{k.Key}={JsonText.ToText(k.Value)}"))}]",
        _ => $"[={element[2..]}]",
    };

    private static JsonObject Keys(string element)
    {
        try
        {
            return JsonText.Parse(Encoding.UTF8.GetBytes(element[2..])) as JsonObject ?? [];
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
