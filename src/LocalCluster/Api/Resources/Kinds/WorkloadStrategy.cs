using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources.Kinds;

/// <summary>What Deployments, StatefulSets, DaemonSets and ReplicaSets have in common (<c>pkg/apis/apps</c>).</summary>
internal abstract class WorkloadStrategy<T> : TypedStrategy<T>
{
    /// <summary>Old revisions kept.</summary>
    protected const int Revisions = 10;

    /// <summary>The kind as errors name it.</summary>
    protected abstract string What { get; }

    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        var spec = body.Ensure("spec");
        DefaultSpec(spec);
        if (spec.Child("template")?.Child("spec") is { } pod) PodDefaults.Apply(pod);
    }

    /// <inheritdoc/>
    public override void PrepareCreate(JsonObject body, DateTimeOffset now) => body["status"] = MergeSchema.Empty()["status"]!.DeepClone();

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var spec = new Spot(body, "", errors)["spec"];
        var (selector, template) = (spec["selector"], spec["template"]);
        foreach (var count in (string[])["replicas", "minReadySeconds", "revisionHistoryLimit"]) spec[count].NotNegative();
        if (selector.Node is null) selector.Required();
        else if (LabelRules.IsEmpty(selector)) selector.Invalid($"empty selector is invalid for {What}");
        else LabelRules.CheckSelector(selector);
        LabelRules.CheckLabels(template["metadata"]["labels"]);
        if (selector.Node is not null && !LabelRules.IsEmpty(selector) && !LabelRules.Fits(selector, template["metadata"]["labels"]))
        {
            var labels = template["metadata"]["labels"];
            errors.Add(FieldError.Invalid(labels.Path, labels.Node?.DeepClone() ?? new JsonObject(), "`selector` does not match template `labels`"));
        }

        PodRules.Check(template["spec"]);
        if (template["spec"]["restartPolicy"].Text != "Always") template["spec"]["restartPolicy"].OneOf("Always");
        if (template["spec"]["activeDeadlineSeconds"].Node is not null)
            template["spec"]["activeDeadlineSeconds"].Forbidden($"activeDeadlineSeconds in {What[..1].ToUpperInvariant()}{What[1..]} is not Supported");
        ValidateSpec(spec);
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors) =>
        new Spot(body, "", errors)["spec"]["selector"].Immutable(old.At("spec", "selector"));

    /// <summary>Fills in the kind's own defaults.</summary>
    protected abstract void DefaultSpec(JsonObject spec);

    /// <summary>Finds the faults of the kind's own fields.</summary>
    protected virtual void ValidateSpec(Spot spec)
    {
    }
}
