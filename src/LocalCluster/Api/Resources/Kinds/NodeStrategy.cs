using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources.Kinds;

/// <summary>Nodes.</summary>
internal sealed class NodeStrategy : TypedStrategy<V1Node>
{
    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var taint in new Spot(body, "", errors)["spec"].Each("taints"))
        {
            if (taint["key"].Required() && !Names.IsQualified(taint["key"].Text)) taint["key"].Invalid(Names.QualifiedNameRule);
            if (!Names.IsLabelValue(taint["value"].Text)) taint["value"].Invalid(Names.LabelValueRule);
            if (taint["effect"].Required()) taint["effect"].OneOf("NoSchedule", "PreferNoSchedule", "NoExecute");
            if (!seen.Add((taint["key"].Text, taint["effect"].Text))) taint.Duplicate();
        }
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors)
    {
        if (old.TextAt("spec", "providerID") is { Length: > 0 } provider && body.TextAt("spec", "providerID") != provider)
            errors.Add(FieldError.Forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid"));
        if (old.TextAt("spec", "podCIDR") is { Length: > 0 } range && body.TextAt("spec", "podCIDR") != range)
            errors.Add(FieldError.Forbidden("spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid"));
    }
}
