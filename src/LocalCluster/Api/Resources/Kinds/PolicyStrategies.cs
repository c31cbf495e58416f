using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources.Kinds;

/// <summary>PodDisruptionBudgets.</summary>
internal sealed class BudgetStrategy : TypedStrategy<V1PodDisruptionBudget>
{
    /// <inheritdoc/>
    public override void PrepareCreate(JsonObject body, DateTimeOffset now) => body["status"] = new JsonObject
    {
        ["disruptionsAllowed"] = 0, ["currentHealthy"] = 0, ["desiredHealthy"] = 0, ["expectedPods"] = 0,
    };

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var spec = new Spot(body, "", errors)["spec"];
        var (min, max) = (spec["minAvailable"], spec["maxUnavailable"]);
        if (min.Node is not null && max.Node is not null)
            errors.Add(FieldError.Invalid("spec", spec.Node?.DeepClone(), "minAvailable and maxUnavailable cannot be both set"));
        foreach (var amount in (Spot[])[min, max])
        {
            amount.NotNegative();
            if (amount.Node.Text() is not { } text) continue;
            if (!text.EndsWith('%') || !int.TryParse(text[..^1], out var percent))
                amount.Invalid("a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')");
            else if (percent > 100) amount.Invalid("must not be greater than 100%");
        }

        if (spec["selector"].Node is not null) LabelRules.CheckSelector(spec["selector"]);
        spec["unhealthyPodEvictionPolicy"].OneOf("AlwaysAllow", "IfHealthyBudget");
    }
}

/// <summary>NetworkPolicies.</summary>
internal sealed class NetworkPolicyStrategy : TypedStrategy<V1NetworkPolicy>
{
    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        var spec = body.Ensure("spec");
        if (spec["policyTypes"] is null)
        {
            spec["policyTypes"] = spec.Objects("egress").Any() ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
        }

        foreach (var port in spec.Objects("ingress").Concat(spec.Objects("egress")).SelectMany(r => r.Objects("ports"))) port.Default("protocol", "TCP");
    }

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var spec = new Spot(body, "", errors)["spec"];
        LabelRules.CheckSelector(spec["podSelector"]);
        foreach (var type in spec.Each("policyTypes")) type.OneOf("Egress", "Ingress");
        foreach (var (rules, peers) in ((string, string)[])[("ingress", "from"), ("egress", "to")])
        {
            foreach (var rule in spec.Each(rules))
            {
                foreach (var port in rule.Each("ports")) port["protocol"].OneOf("SCTP", "TCP", "UDP");
                foreach (var peer in rule.Each(peers))
                    if (peer.Object is not { Count: > 0 }) errors.Add(FieldError.Required(peer.Path, "must specify a peer"));
            }
        }
    }
}

/// <summary>PriorityClasses.</summary>
internal sealed class PriorityClassStrategy : TypedStrategy<V1PriorityClass>
{
    /// <summary>Highest priority of a class that is not the system's own.</summary>
    private const int UserMax = 1_000_000_000;

    private static readonly string[] SystemNames = ["system-node-critical", "system-cluster-critical"];

    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        body.Default("preemptionPolicy", "PreemptLowerPriority");
        body.Default("value", 0);
    }

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var root = new Spot(body, "", errors);
        root["preemptionPolicy"].OneOf("Never", "PreemptLowerPriority");
        if (SystemNames.Contains(body.Name())) return;
        if (body.Name()?.StartsWith("system-", StringComparison.Ordinal) == true)
            root["metadata"]["name"].Forbidden($"priority class names with 'system-' prefix are reserved for system use only. error: {body.Name()} is not a known system priority class");
        if (root["value"].Whole > UserMax)
            root["value"].Forbidden($"maximum allowed value of a user defined priority is {UserMax}");
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors)
    {
        if (body["value"].Whole() != old["value"].Whole()) errors.Add(FieldError.Forbidden("value", "may not be changed in an update."));
        new Spot(body, "", errors)["preemptionPolicy"].Immutable(old["preemptionPolicy"]);
    }
}
