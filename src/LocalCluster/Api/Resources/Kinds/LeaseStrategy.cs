using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources.Kinds;

/// <summary>Leases (<c>pkg/apis/coordination/validation</c>).</summary>
internal sealed class LeaseStrategy : TypedStrategy<V1Lease>
{
    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var spec = new Spot(body, "", errors)["spec"];
        if (spec["leaseDurationSeconds"].Whole <= 0) spec["leaseDurationSeconds"].Invalid("must be greater than 0");
        if (spec["leaseTransitions"].Whole < 0) spec["leaseTransitions"].Invalid("must be greater than or equal to 0");
        if (spec["holderIdentity"].Node is not null && spec["holderIdentity"].Text.Length == 0)
            errors.Add(FieldError.Invalid(spec["holderIdentity"].Path, "", "must not be empty"));
    }
}
