using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

/// <summary>A report as the kubelet sends it: a strategic merge patch, so that conditions that others own stay.</summary>
internal static class StatusPatch
{
    /// <summary>Fields that a condition or a status may lose again; a merge must take them away.</summary>
    private static readonly string[] Optional = ["reason", "message"];

    /// <summary>The patch of a pod's status, bound to its UID.</summary>
    /// <param name="uid">The pod's UID.</param>
    /// <param name="status">The whole status.</param>
    public static string Of(string uid, V1PodStatus status)
    {
        var body = JsonNode.Parse(KubernetesJson.Serialize(status))!.AsObject();
        foreach (var condition in body["conditions"]?.AsArray() ?? [])
        {
            foreach (var field in Optional.Where(field => !condition!.AsObject().ContainsKey(field)))
                condition![field] = null;
        }

        return new JsonObject { ["metadata"] = new JsonObject { ["uid"] = uid }, ["status"] = body }.ToJsonString();
    }

    /// <summary>Ready to be sent.</summary>
    public static V1Patch Strategic(string text) => new(text, V1Patch.PatchType.StrategicMergePatch);
}
