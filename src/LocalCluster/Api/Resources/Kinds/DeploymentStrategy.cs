using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources.Kinds;

/// <summary>Deployments.</summary>
internal sealed class DeploymentStrategy : WorkloadStrategy<V1Deployment>
{
    /// <summary>Default of <c>progressDeadlineSeconds</c>, seconds.</summary>
    private const int ProgressSeconds = 600;

    /// <summary>How many pods a rolling update may add or take at once.</summary>
    private const string Share = "25%";

    /// <inheritdoc/>
    protected override string What => "deployment";

    /// <inheritdoc/>
    protected override void DefaultSpec(JsonObject spec)
    {
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", Revisions);
        spec.Default("progressDeadlineSeconds", ProgressSeconds);
        var strategy = spec.Ensure("strategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy["type"].Text() != "RollingUpdate") return;
        var rolling = strategy.Ensure("rollingUpdate");
        rolling.Default("maxSurge", Share);
        rolling.Default("maxUnavailable", Share);
    }

    /// <inheritdoc/>
    protected override void ValidateSpec(Spot spec)
    {
        spec["strategy"]["type"].OneOf("Recreate", "RollingUpdate");
        if (spec["strategy"]["type"].Text == "Recreate" && spec["strategy"]["rollingUpdate"].Node is not null)
            spec["strategy"]["rollingUpdate"].Forbidden("may not be specified when strategy `type` is 'Recreate'");
        if (spec["progressDeadlineSeconds"].Whole <= (spec["minReadySeconds"].Whole ?? 0)) spec["progressDeadlineSeconds"].Invalid("must be greater than minReadySeconds");
    }
}
