using k8s;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Registration;

/// <summary>JSON merge patches (RFC 7386) in Kubernetes' own JSON dialect.</summary>
internal static class MergePatch
{
    /// <summary>A patch that sets what the object holds and leaves the rest.</summary>
    /// <param name="content">What to set; nulls are left out.</param>
    public static V1Patch Of(object content) => new(KubernetesJson.Serialize(content), V1Patch.PatchType.MergePatch);
}
