using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>
/// <c>$setElementOrder</c>: the elements that the directive names come in its order; those that only the server knows keep their
/// order, and their place relative to named ones that were there before.
/// </summary>
internal static class ElementOrder
{
    /// <summary>Puts a merged list in order.</summary>
    /// <param name="merged">The list after the patch.</param>
    /// <param name="before">The list before it.</param>
    /// <param name="order">The directive: keys or values.</param>
    /// <param name="key">The merge key, or empty for a list of values.</param>
    public static JsonArray Apply(JsonArray merged, JsonArray before, JsonArray order, string key)
    {
        var named = merged.Where(e => Index(order, e, key) >= 0).OrderBy(e => Index(order, e, key)).ToList();
        var others = merged.Where(e => Index(order, e, key) < 0).ToList();
        var result = new JsonArray();
        int i = 0, j = 0;
        while (i < others.Count || j < named.Count)
        {
            var takesOther = j == named.Count || (i < others.Count && ComesFirst(others[i], named[j]));
            result.Add((takesOther ? others[i++] : named[j++])?.DeepClone());
        }

        return result;

        bool ComesFirst(JsonNode? other, JsonNode? one)
        {
            var (left, right) = (Index(before, other, key), Index(before, one, key));
            return left >= 0 && right >= 0 && left < right;
        }
    }

    /// <summary>The patch's own elements must appear in the directive in the order they have in the patch.</summary>
    /// <exception cref="FormatException">They do not.</exception>
    public static void Check(JsonArray? patch, JsonArray order, string key)
    {
        if (order.Count == 0) return;
        var last = -1;
        foreach (var item in patch ?? [])
        {
            if ((item as JsonObject)?[StrategicMergePatch.Directive] is not null) continue;
            var at = Index(order, item, key);
            if (at < last || at < 0)
                throw new FormatException($"The order in patch list:\n{PatchDirectives.GoText(patch)}\n doesn't match $setElementOrder list:\n{PatchDirectives.GoText(order)}\n");
            last = at;
        }
    }

    private static int Index(JsonArray list, JsonNode? element, string key)
    {
        for (var i = 0; i < list.Count; i++)
            if (JsonNode.DeepEquals(Identity(list[i], key), Identity(element, key))) return i;
        return -1;
    }

    private static JsonNode? Identity(JsonNode? element, string key) => key.Length > 0 && element is JsonObject value ? value[key] : element;
}
