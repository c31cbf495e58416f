using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Schema;

/// <summary>The identity of an element of a list that is a map by keys (<c>x-kubernetes-list-map-keys</c>).</summary>
internal static class ListKeys
{
    /// <summary>The key fields of <paramref name="item"/> in their given order; a missing one is left out.</summary>
    public static JsonObject Of(JsonObject? item, IReadOnlyList<string> keys)
    {
        var identity = new JsonObject();
        foreach (var key in keys)
            if (item is not null && item.TryGetPropertyValue(key, out var value)) identity[key] = value?.DeepClone();
        return identity;
    }
}
