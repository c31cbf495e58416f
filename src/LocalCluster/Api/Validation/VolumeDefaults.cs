using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Validation;

/// <summary>Defaults of a pod's volumes.</summary>
internal static class VolumeDefaults
{
    /// <summary>0644: readable by all, writable by the owner.</summary>
    private const int FileMode = 420;

    /// <summary>Life of a projected service account token, seconds.</summary>
    private const int TokenSeconds = 3600;

    public static void Apply(JsonObject volume)
    {
        if (volume.Count == 1 && volume.ContainsKey("name")) volume["emptyDir"] = new JsonObject();
        foreach (var source in (string[])["secret", "configMap", "downwardAPI", "projected"]) volume.Child(source)?.Default("defaultMode", FileMode);
        volume.Child("hostPath")?.Default("type", "");
        DefaultFields(volume.Child("downwardAPI"));
        foreach (var source in volume.Child("projected").Objects("sources"))
        {
            source.Child("serviceAccountToken")?.Default("expirationSeconds", TokenSeconds);
            DefaultFields(source.Child("downwardAPI"));
        }
    }

    private static void DefaultFields(JsonObject? downward)
    {
        foreach (var item in downward.Objects("items")) item.Child("fieldRef")?.Default("apiVersion", "v1");
    }
}
