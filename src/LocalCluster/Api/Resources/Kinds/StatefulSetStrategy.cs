using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources.Kinds;

/// <summary>StatefulSets.</summary>
internal sealed class StatefulSetStrategy : WorkloadStrategy<V1StatefulSet>
{
    private static readonly string[] Mutable =
        ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    /// <inheritdoc/>
    protected override string What => "statefulset";

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors)
    {
        if (JsonNode.DeepEquals(Fixed(body), Fixed(old))) return;
        errors.Add(FieldError.Forbidden("spec",
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', " +
            "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
    }

    /// <inheritdoc/>
    protected override void DefaultSpec(JsonObject spec)
    {
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", Revisions);
        spec.Default("podManagementPolicy", "OrderedReady");
        var update = spec.Ensure("updateStrategy");
        update.Default("type", "RollingUpdate");
        if (update["type"].Text() == "RollingUpdate") update.Ensure("rollingUpdate").Default("partition", 0);
        var retention = spec.Ensure("persistentVolumeClaimRetentionPolicy");
        retention.Default("whenDeleted", "Retain");
        retention.Default("whenScaled", "Retain");
        foreach (var claim in spec.Objects("volumeClaimTemplates"))
        {
            claim.Default("apiVersion", "v1");
            claim.Default("kind", "PersistentVolumeClaim");
            claim.Ensure("spec").Default("volumeMode", "Filesystem");
            claim.Ensure("status").Default("phase", "Pending");
        }
    }

    /// <inheritdoc/>
    protected override void ValidateSpec(Spot spec)
    {
        spec["podManagementPolicy"].OneOf("OrderedReady", "Parallel");
        spec["updateStrategy"]["type"].OneOf("RollingUpdate", "OnDelete");
    }

    private static JsonObject Fixed(JsonObject body)
    {
        var spec = body.Child("spec")?.Copy() ?? [];
        foreach (var name in Mutable) spec.Remove(name);
        return spec;
    }
}
