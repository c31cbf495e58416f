using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>JSON merge patch (RFC 7386).</summary>
internal static class MergePatch
{
    /// <summary>Applies <paramref name="patch"/> to <paramref name="target"/>, which it changes.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject child) target[name] = child = [];
                Apply(child, inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
