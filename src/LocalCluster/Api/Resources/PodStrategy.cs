using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>Pods (<c>pkg/registry/core/pod/strategy.go</c>): defaults, what of a spec may change, and graceful deletion.</summary>
internal sealed class PodStrategy : TypedStrategy<V1Pod>
{
    private static readonly string[] ContainerLists = ["containers", "initContainers"];

    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        if (body.Child("spec") is not { } spec) return;
        PodDefaults.Apply(spec);
        spec.Default("enableServiceLinks", true);
    }

    /// <inheritdoc/>
    public override void PrepareCreate(JsonObject body, DateTimeOffset now)
    {
        body["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = PodQuality.ClassOf(body.Child("spec")) };
        if (body.Child("spec") is { } spec) AddDefaultTolerations(spec);
    }

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors) => PodRules.Check(new Spot(body, "", errors)["spec"]);

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors)
    {
        if (JsonNode.DeepEquals(Fixed(body), Fixed(old))) return;
        errors.Add(FieldError.Forbidden("spec",
            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`," +
            "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations)," +
            "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"));
    }

    /// <inheritdoc/>
    public override long? DeletionGrace(JsonObject body, long? asked)
    {
        var seconds = asked ?? body.At("spec", "terminationGracePeriodSeconds").Whole() ?? 0;
        if (string.IsNullOrEmpty(body.TextAt("spec", "nodeName"))) return 0;
        if (body.TextAt("status", "phase") is "Succeeded" or "Failed") return 0;
        return seconds < 0 ? 1 : seconds;
    }

    /// <summary>The spec without what may change.</summary>
    private static JsonObject Fixed(JsonObject body)
    {
        var spec = body.Child("spec")?.Copy() ?? [];
        PodDefaults.Apply(spec);
        foreach (var name in (string[])["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"]) spec.Remove(name);
        foreach (var container in ContainerLists.SelectMany(spec.Objects)) container.Remove("image");
        return spec;
    }

    /// <summary>The admission plugin DefaultTolerationSeconds: five minutes on a node that is not ready or unreachable.</summary>
    private static void AddDefaultTolerations(JsonObject spec)
    {
        foreach (var key in (string[])["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"])
        {
            if (spec.Objects("tolerations").Any(t => Tolerates(t, key))) continue;
            if (spec["tolerations"] is not JsonArray list) spec["tolerations"] = list = [];
            list.Add((JsonNode)new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
        }
    }

    private static bool Tolerates(JsonObject toleration, string key) =>
        (toleration["key"].Text() is null or "" || toleration["key"].Text() == key) && toleration["effect"].Text() is null or "" or "NoExecute";
}
