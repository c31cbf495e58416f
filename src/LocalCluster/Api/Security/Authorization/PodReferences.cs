using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>The Secrets and ConfigMaps that a pod refers to (<c>pkg/api/v1/pod/util.go</c>).</summary>
internal static class PodReferences
{
    private static readonly string[] ContainerLists = ["initContainers", "containers", "ephemeralContainers"];

    public static IEnumerable<string> Secrets(JsonObject pod)
    {
        var spec = pod.Child("spec");
        var pulled = spec.Objects("imagePullSecrets").Select(s => s["name"].Text());
        var mounted = spec.Objects("volumes").Select(v => v.TextAt("secret", "secretName"));
        return Named(pulled.Concat(mounted).Concat(Projected(spec, "secret")).Concat(Environment(spec, "secretRef", "secretKeyRef")));
    }

    public static IEnumerable<string> ConfigMaps(JsonObject pod)
    {
        var spec = pod.Child("spec");
        var mounted = spec.Objects("volumes").Select(v => v.TextAt("configMap", "name"));
        return Named(mounted.Concat(Projected(spec, "configMap")).Concat(Environment(spec, "configMapRef", "configMapKeyRef")));
    }

    private static IEnumerable<string?> Projected(JsonObject? spec, string source) =>
        spec.Objects("volumes").SelectMany(v => v.Child("projected").Objects("sources")).Select(s => s.TextAt(source, "name"));

    private static IEnumerable<string?> Environment(JsonObject? spec, string all, string one)
    {
        var containers = ContainerLists.SelectMany(spec.Objects).ToList();
        return containers.SelectMany(c => c.Objects("envFrom")).Select(e => e.TextAt(all, "name"))
            .Concat(containers.SelectMany(c => c.Objects("env")).Select(e => e.TextAt("valueFrom", one, "name")));
    }

    private static IEnumerable<string> Named(IEnumerable<string?> names) => names.OfType<string>().Where(n => n.Length > 0);
}
