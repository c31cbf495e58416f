using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Disruption;

/// <summary>
/// The <c>eviction</c> subresource: a delete that asks the pod's disruption budget first
/// (<c>pkg/registry/core/pod/storage/eviction.go</c>).
/// </summary>
internal sealed class Eviction(ObjectStore store, ObjectWriter writer, Deletion deletion, TimeProvider clock)
{
    /// <summary>Evictions that may be under way under one budget, <c>MaxDisruptedPodSize</c>.</summary>
    private const int DisruptedMax = 2000;

    /// <summary>When to ask again after a budget that is being worked out, seconds.</summary>
    private const int RetrySeconds = 10;

    public void Evict(string ns, string name, DeleteOptions options)
    {
        var key = BuiltIns.Pods.Key(ns, name);
        for (var attempt = 0; attempt < ObjectWriter.TriesMax; attempt++)
        {
            var current = store.Find(key) ?? throw Errors.NotFound(BuiltIns.Pods, name);
            var pod = new PodView(current);
            var isFree = pod.IsOver || pod.IsDeleting || pod.Phase == "Pending";
            var (budget, isHealthy) = isFree ? (null, true) : Ask(pod, options.DryRun);
            // Judged by what it was: when it is another by now, it may count as healthy by now.
            var isConditional = options.ResourceVersion is null && (isFree ? !pod.IsOver && !pod.IsDeleting : !isHealthy);
            if (TryDelete(current, isConditional, options)) return;
            if (budget is not null) throw BudgetBusy(budget);
        }

        throw Errors.Modified(BuiltIns.Pods, name);
    }

    /// <summary>Asks the pod's budget. Returns its name, and whether the pod counts as healthy under it.</summary>
    private (string? Budget, bool IsHealthy) Ask(PodView pod, bool dryRun)
    {
        var budgets = store.List(ServedKinds.DisruptionBudgets.Storage, Scope.In(pod.Key.Namespace)).Objects
            .Select(stored => (stored.Key.Name, Body: stored.Parse()))
            .Where(budget => ObjectSelector.Matches(budget.Body.Child("spec").Child("selector"), pod.Stored.Labels)).ToList();
        if (budgets.Count == 0) return (null, true);
        if (budgets.Count > 1)
            throw new StatusException(500, "", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        var (name, body) = budgets[0];
        if (!pod.IsReady)
        {
            if (body.TextAt("spec", "unhealthyPodEvictionPolicy") == "AlwaysAllow") return (name, false);
            var (current, desired) = (BudgetStatus.Number(body, "currentHealthy"), BudgetStatus.Number(body, "desiredHealthy"));
            if (current >= desired && desired > 0) return (name, false);
        }

        writer.Update(
            ServedKinds.DisruptionBudgets, pod.Key.Namespace, name, budget => Grant(budget!, pod.Key.Name),
            new WriteOptions(DryRun: dryRun, Subresource: "status", IsPatch: true), false);
        return (name, true);
    }

    /// <summary>Takes one disruption from the budget, or refuses (<c>checkAndDecrement</c>).</summary>
    private JsonObject Grant(JsonObject budget, string pod)
    {
        var name = budget.Name() ?? "";
        var allowed = BudgetStatus.Number(budget, "disruptionsAllowed");
        var disrupted = BudgetStatus.Disrupted(budget);
        if (BudgetStatus.Number(budget, "observedGeneration") < budget.Generation()) throw BudgetBusy(name);
        if (allowed < 0) throw Errors.Forbidden(ServedKinds.DisruptionBudgets, name, "pdb disruptions allowed is negative");
        if (disrupted.Count > DisruptedMax)
            throw Errors.Forbidden(ServedKinds.DisruptionBudgets, name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        if (allowed == 0) throw TooMany(0, Explain(budget, name));
        var now = clock.GetUtcNow();
        budget["status"]!["disruptionsAllowed"] = allowed - 1;
        if (allowed == 1) BudgetStatus.Conclude(budget, now);
        budget.Ensure("status").Ensure("disruptedPods")[pod] = Metadata.Stamp(now);
        return budget;
    }

    private static string Explain(JsonObject budget, string name)
    {
        if (Conditions.Find(budget, BudgetStatus.AllowedCondition) is { } condition && condition["reason"].Text() == BudgetStatus.SyncFailed)
            return $"The disruption budget {name} does not allow evicting pods currently because it failed sync: {condition["message"].Text()}";
        var (needed, healthy) = (BudgetStatus.Number(budget, "desiredHealthy"), BudgetStatus.Number(budget, "currentHealthy"));
        return string.Create(CultureInfo.InvariantCulture, $"The disruption budget {name} needs {needed} healthy pods and has {healthy} currently");
    }

    /// <summary>Marks and deletes the pod. False when it changed meanwhile and that matters.</summary>
    private bool TryDelete(StoredObject pod, bool isConditional, DeleteOptions options)
    {
        var judged = pod.Version.ToString(CultureInfo.InvariantCulture);
        var conditions = options with { Uid = options.Uid ?? pod.Uid, ResourceVersion = options.ResourceVersion ?? (isConditional ? judged : null) };
        try
        {
            // The mark is a version of its own, so what is asked of the version is asked there.
            if (!options.DryRun && !pod.IsDeleting)
            {
                Mark(pod.Key, conditions);
                conditions = conditions with { ResourceVersion = null };
            }

            deletion.Delete(BuiltIns.Pods, pod.Key.Namespace, pod.Key.Name, conditions);
            return true;
        }
        catch (StatusException e) when (e.Code == 409 && isConditional)
        {
            return false;
        }
    }

    private void Mark(ObjectKey key, DeleteOptions conditions) => writer.Update(
        BuiltIns.Pods, key.Namespace, key.Name,
        body =>
        {
            Deletion.CheckPreconditions(BuiltIns.Pods, key.Name, body!.Uid() ?? "", body!.ResourceVersion() ?? "", conditions);
            Conditions.Set(
                body!, "DisruptionTarget", "True", "EvictionByEvictionAPI", "Eviction API: evicting", clock.GetUtcNow(), ("observedGeneration", body!.Generation()));
            return body!;
        },
        new WriteOptions(Subresource: "status", IsPatch: true), false);

    private static StatusException BudgetBusy(string name) => TooMany(RetrySeconds, $"The disruption budget {name} is still being processed by the server.");

    private static StatusException TooMany(int retrySeconds, string why)
    {
        var causes = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = why });
        var details = new JsonObject { ["causes"] = causes };
        if (retrySeconds > 0) details["retryAfterSeconds"] = retrySeconds;
        return new StatusException(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", details);
    }
}
