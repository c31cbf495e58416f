using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>Namespaces: active until deleted, then terminating until they are empty.</summary>
internal sealed class NamespaceStrategy : TypedStrategy<V1Namespace>
{
    /// <summary>The entry of <c>spec.finalizers</c> that stands for the namespace's content.</summary>
    internal const string ContentFinalizer = "kubernetes";

    /// <inheritdoc/>
    public override void PrepareCreate(JsonObject body, DateTimeOffset now)
    {
        body["status"] = new JsonObject { ["phase"] = "Active" };
        body.Ensure("spec")["finalizers"] = new JsonArray(ContentFinalizer);
    }

    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        if (body.Name() is { Length: > 0 } name) body.Meta().Ensure("labels")["kubernetes.io/metadata.name"] = name;
    }

    /// <inheritdoc/>
    public override void PrepareUpdate(JsonObject body, JsonObject old) => body.SetOrRemove("spec", old["spec"]);
}
