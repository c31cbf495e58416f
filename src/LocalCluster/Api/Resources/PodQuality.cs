using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>The quality-of-service class of a pod (<c>pkg/apis/core/helper/qos</c>).</summary>
internal static class PodQuality
{
    public static string ClassOf(JsonObject? spec)
    {
        var containers = spec.Objects("containers").Concat(spec.Objects("initContainers")).Select(c => c.Child("resources")).ToList();
        if (containers.All(c => IsEmpty(c.Child("requests")) && IsEmpty(c.Child("limits")))) return "BestEffort";
        return containers.All(IsGuaranteed) ? "Guaranteed" : "Burstable";
    }

    private static bool IsGuaranteed(JsonObject? resources) =>
        ((string[])["cpu", "memory"]).All(name =>
            resources.Child("limits")?[name] is { } limit
            && (resources.Child("requests")?[name] is not { } request || JsonNode.DeepEquals(limit, request)));

    private static bool IsEmpty(JsonObject? quantities) => quantities is null || quantities.Count == 0;
}
