using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources.Kinds;

/// <summary>PersistentVolumeClaims.</summary>
internal sealed class ClaimStrategy : TypedStrategy<V1PersistentVolumeClaim>
{
    /// <inheritdoc/>
    public override void Normalise(JsonObject body) => body.Ensure("spec").Default("volumeMode", "Filesystem");

    /// <inheritdoc/>
    public override void PrepareCreate(JsonObject body, DateTimeOffset now) => body["status"] = new JsonObject { ["phase"] = "Pending" };

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var spec = new Spot(body, "", errors)["spec"];
        VolumeStrategy.CheckModes(spec);
        var storage = spec["resources"]["requests"]["storage"];
        if (storage.Node is null) errors.Add(FieldError.Required("spec.resources[storage]"));
        if (spec["selector"].Node is not null) LabelRules.CheckSelector(spec["selector"]);
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors)
    {
        if (JsonNode.DeepEquals(Fixed(body, old), Fixed(old, old))) return;
        errors.Add(FieldError.Forbidden("spec",
            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
    }

    /// <summary>The spec without what may change: the size of a bound claim, and the volume it is bound to.</summary>
    private static JsonObject Fixed(JsonObject body, JsonObject old)
    {
        var spec = body.Child("spec")?.Copy() ?? [];
        if (old.TextAt("status", "phase") == "Bound")
        {
            spec.Child("resources")?.Remove("requests");
            spec.Remove("volumeAttributesClassName");
        }

        if (string.IsNullOrEmpty(old.TextAt("spec", "volumeName"))) spec.Remove("volumeName");
        if (old.At("spec", "storageClassName") is null) spec.Remove("storageClassName");
        return spec;
    }
}

/// <summary>PersistentVolumes.</summary>
internal sealed class VolumeStrategy : TypedStrategy<V1PersistentVolume>
{
    /// <summary>Fields of the spec that say something else than where the volume is.</summary>
    private static readonly string[] NotASource =
    [
        "accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity", "persistentVolumeReclaimPolicy", "storageClassName", "volumeMode",
        "volumeAttributesClassName",
    ];

    /// <summary>Checks the access modes of a volume or claim.</summary>
    public static void CheckModes(Spot spec)
    {
        if (!spec.Each("accessModes").Any()) spec.Errors.Add(FieldError.Required(spec["accessModes"].Path, "at least 1 access mode is required"));
        foreach (var mode in spec.Each("accessModes"))
        {
            if (mode.Text is not ("ReadOnlyMany" or "ReadWriteMany" or "ReadWriteOnce" or "ReadWriteOncePod"))
                mode.Errors.Add(FieldError.NotSupported(spec["accessModes"].Path, mode.Text, ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]));
        }

        spec["volumeMode"].OneOf("Block", "Filesystem");
    }

    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        body.Ensure("spec").Default("persistentVolumeReclaimPolicy", "Retain");
        body.Ensure("spec").Default("volumeMode", "Filesystem");
    }

    /// <inheritdoc/>
    public override void PrepareCreate(JsonObject body, DateTimeOffset now) =>
        body["status"] = new JsonObject { ["phase"] = "Pending", ["lastPhaseTransitionTime"] = Metadata.Stamp(now) };

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var spec = new Spot(body, "", errors)["spec"];
        CheckModes(spec);
        if (spec["capacity"].Object is not { Count: > 0 }) errors.Add(FieldError.Required("spec.capacity"));
        spec["persistentVolumeReclaimPolicy"].OneOf("Delete", "Recycle", "Retain");
        if (spec.Object?.Any(p => !NotASource.Contains(p.Key)) != true) errors.Add(FieldError.Required("spec", "must specify a volume type"));
        if (spec["local"].Node is not null && spec["nodeAffinity"].Node is null)
            spec["nodeAffinity"].Required("Local volume requires node affinity");
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors)
    {
        if (JsonNode.DeepEquals(Source(body), Source(old))) return;
        errors.Add(FieldError.Forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation"));
    }

    private static JsonObject Source(JsonObject body)
    {
        var spec = body.Child("spec")?.Copy() ?? [];
        foreach (var name in NotASource) spec.Remove(name);
        return spec;
    }
}

/// <summary>StorageClasses.</summary>
internal sealed class StorageClassStrategy : TypedStrategy<V1StorageClass>
{
    private static readonly string[] Fixed = ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"];

    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        body.Default("reclaimPolicy", "Delete");
        body.Default("volumeBindingMode", "Immediate");
    }

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var root = new Spot(body, "", errors);
        root["provisioner"].Required();
        root["reclaimPolicy"].OneOf("Delete", "Retain");
        root["volumeBindingMode"].OneOf("Immediate", "WaitForFirstConsumer");
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors)
    {
        foreach (var name in Fixed)
        {
            if (JsonNode.DeepEquals(body[name], old[name])) continue;
            errors.Add(name == "volumeBindingMode"
                ? FieldError.Invalid(name, body[name]?.DeepClone(), "field is immutable")
                : FieldError.Forbidden(name, $"updates to {name} are forbidden."));
        }
    }
}
