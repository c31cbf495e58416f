using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources.Kinds;

/// <summary>DaemonSets.</summary>
internal sealed class DaemonSetStrategy : WorkloadStrategy<V1DaemonSet>
{
    /// <inheritdoc/>
    protected override string What => "daemonset";

    /// <inheritdoc/>
    protected override void DefaultSpec(JsonObject spec)
    {
        spec.Default("revisionHistoryLimit", Revisions);
        var update = spec.Ensure("updateStrategy");
        update.Default("type", "RollingUpdate");
        if (update["type"].Text() != "RollingUpdate") return;
        var rolling = update.Ensure("rollingUpdate");
        rolling.Default("maxUnavailable", 1);
        rolling.Default("maxSurge", 0);
    }

    /// <inheritdoc/>
    protected override void ValidateSpec(Spot spec) => spec["updateStrategy"]["type"].OneOf("RollingUpdate", "OnDelete");
}

/// <summary>ReplicaSets.</summary>
internal sealed class ReplicaSetStrategy : WorkloadStrategy<V1ReplicaSet>
{
    /// <inheritdoc/>
    protected override string What => "replicaset";

    /// <inheritdoc/>
    protected override void DefaultSpec(JsonObject spec) => spec.Default("replicas", 1);
}
