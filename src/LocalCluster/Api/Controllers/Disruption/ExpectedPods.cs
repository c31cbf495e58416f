using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Disruption;

/// <summary>How many pods a budget's workloads are to have, and how many of them have to be healthy (<c>getExpectedPodCount</c>).</summary>
internal sealed class ExpectedPods(ObjectStore store, ResourceRegistry registry)
{
    private static readonly ResourceType[] Scalable = [ServedKinds.ReplicaSets, ServedKinds.Deployments, ServedKinds.StatefulSets];

    /// <summary>Works the numbers out.</summary>
    /// <param name="spec">The budget's spec.</param>
    /// <param name="pods">The pods that it selects.</param>
    /// <exception cref="BudgetException">A pod's controller is not known, or has no scale.</exception>
    public BudgetNeeds Count(JsonObject? spec, IReadOnlyList<PodView> pods)
    {
        if (spec?["maxUnavailable"] is { } most)
        {
            var (expected, unmanaged) = Scale(pods);
            return new BudgetNeeds(expected, Math.Max(0, expected - BudgetStatus.Scaled(most, expected)), unmanaged);
        }

        if (spec?["minAvailable"] is not { } least) return new BudgetNeeds(0, 0, false);
        if (least.Whole() is { } number) return new BudgetNeeds(pods.Count, number, false);
        var (total, bare) = Scale(pods);
        return new BudgetNeeds(total, BudgetStatus.Scaled(least, total), bare);
    }

    private (long Expected, bool HasUnmanaged) Scale(IReadOnlyList<PodView> pods)
    {
        var scales = new Dictionary<string, long>();
        var hasUnmanaged = false;
        foreach (var pod in pods)
        {
            if (pod.Controller is { } controller) Add(scales, pod, controller);
            else hasUnmanaged = true;
        }

        return (scales.Values.Sum(), hasUnmanaged);
    }

    private void Add(Dictionary<string, long> scales, PodView pod, JsonObject reference)
    {
        var type = registry.FindKind(reference["apiVersion"].Text() ?? "", reference["kind"].Text() ?? "");
        var found = type is null ? null : Find(type, pod.Key.Namespace, reference);
        if (type is null || found is null) throw new BudgetException($"found no controllers for pod \"{pod.Key.Name}\"");
        if (!Scalable.Contains(type)) throw new BudgetException($"{type.QualifiedResource} does not implement the scale subresource");
        var body = found.Parse();
        // A ReplicaSet of a Deployment is one of several during a rollout: the Deployment says how many pods there are to be.
        var above = body.Child("metadata").Objects("ownerReferences").FirstOrDefault(owner => owner["controller"].Flag() == true);
        if (type == ServedKinds.ReplicaSets && above?["kind"].Text() == "Deployment" && Find(ServedKinds.Deployments, pod.Key.Namespace, above) is { } deployment)
            (found, body) = (deployment, deployment.Parse());
        scales[found.Uid] = body.At("spec", "replicas").Whole() ?? 1;
    }

    private StoredObject? Find(ResourceType type, string ns, JsonObject reference) =>
        store.Find(type.Key(type.Namespaced ? ns : null, reference["name"].Text() ?? "")) is { } found && found.Uid == reference["uid"].Text() ? found : null;
}

/// <summary>What a budget asks for.</summary>
/// <param name="Expected">Pods that its workloads are to have.</param>
/// <param name="Healthy">Pods that have to be healthy.</param>
/// <param name="HasUnmanaged">Some of its pods have no controller and so do not count as expected.</param>
internal readonly record struct BudgetNeeds(long Expected, long Healthy, bool HasUnmanaged);
