using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Disruption;

/// <summary><c>disruption-controller</c>: tells in the status of each budget how many of its pods may be disrupted now.</summary>
internal sealed class DisruptionController(
    ClusterView view, ExpectedPods expected, ClusterWriter writer, EventRecorder events, ControllerTimes times, TimeProvider clock) : IController
{
    private const string Component = "controllermanager";

    private static readonly ResourceName[] Watched =
    [
        BuiltIns.Pods.Storage, ServedKinds.DisruptionBudgets.Storage, ServedKinds.ReplicaSets.Storage, ServedKinds.Deployments.Storage,
        ServedKinds.StatefulSets.Storage,
    ];

    /// <summary>What was said of each budget last, by its UID: a pass that finds the same says nothing.</summary>
    private readonly Dictionary<string, string> told = [];

    /// <inheritdoc/>
    public string Name => "disruption-controller";

    /// <inheritdoc/>
    public bool Concerns(Change change) => Watched.Contains(change.Object.Key.Resource);

    /// <inheritdoc/>
    public TimeSpan? Pass()
    {
        TimeSpan? next = null;
        var budgets = view.Store.List(ServedKinds.DisruptionBudgets.Storage, Scope.All).Objects;
        foreach (var gone in told.Keys.Except(budgets.Select(budget => budget.Uid)).ToList()) told.Remove(gone);
        foreach (var budget in budgets) next = Sooner(next, Sync(budget));
        foreach (var pod in view.Pods().Where(pod => pod is { IsDeleting: false, IsOver: false, DisruptedSince: not null })) next = Sooner(next, Forgive(pod));
        return next;
    }

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;

    private TimeSpan? Sync(StoredObject budget)
    {
        var spec = budget.Parse().Child("spec");
        var pods = view.Pods(pod => pod.Key.Namespace == budget.Key.Namespace && ObjectSelector.Matches(spec.Child("selector"), pod.Labels));
        try
        {
            var needs = expected.Count(spec, pods);
            if (pods.Length == 0) Tell(budget, false, "NoPods", "No matching pods found");
            else if (needs.HasUnmanaged) Tell(budget, true, "UnmanagedPods", UnmanagedMessage(spec.Child("selector")));
            return Write(budget, pods, needs);
        }
        catch (BudgetException e)
        {
            Tell(budget, true, "CalculateExpectedPodCountFailed", $"Failed to calculate the number of expected pods: {e.Message}");
            FailSafe(budget, e.Message);
            return null;
        }
    }

    private static string UnmanagedMessage(JsonObject? selector) =>
        $"Pods selected by this PodDisruptionBudget (selector: {JsonText.ToText(selector)}) were found to be unmanaged. As a result, the status of the PDB " +
        "cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set \".spec.minAvailable\" field of the " +
        "PDB to an integer value.";

    private TimeSpan? Write(StoredObject budget, PodView[] pods, BudgetNeeds needs)
    {
        var now = clock.GetUtcNow();
        TimeSpan? next = null;
        writer.ChangeStatus(ServedKinds.DisruptionBudgets, budget.Key, budget.Uid, body =>
        {
            var disrupted = BudgetStatus.Disrupted(body)
                .Where(entry => entry.Value + times.EvictionTimeout > now && pods.Any(pod => pod.Key.Name == entry.Key && !pod.IsDeleting))
                .ToDictionary();
            if (disrupted.Count > 0) next = disrupted.Values.Min() + times.EvictionTimeout - now;
            var healthy = pods.Count(pod => pod is { IsDeleting: false, IsReady: true } && !disrupted.ContainsKey(pod.Key.Name));
            var status = body.Ensure("status");
            status["currentHealthy"] = healthy;
            status["desiredHealthy"] = needs.Healthy;
            status["expectedPods"] = needs.Expected;
            // A budget without pods allows nothing: its first ones may have come since.
            status["disruptionsAllowed"] = needs.Expected <= 0 ? 0 : Math.Max(0, healthy - needs.Healthy);
            status["observedGeneration"] = body.Generation();
            if (disrupted.Count == 0) status.Remove("disruptedPods");
            else status["disruptedPods"] = new JsonObject(disrupted.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Metadata.Stamp(entry.Value))));
            BudgetStatus.Conclude(body, now);
        });
        return next;
    }

    /// <summary>What cannot be worked out allows nothing.</summary>
    private void FailSafe(StoredObject budget, string why) => writer.ChangeStatus(ServedKinds.DisruptionBudgets, budget.Key, budget.Uid, body =>
    {
        body.Ensure("status")["disruptionsAllowed"] = 0;
        foreach (var field in (string[])["currentHealthy", "desiredHealthy", "expectedPods"]) body.Ensure("status")[field] ??= 0;
        Conditions.Set(
            body, BudgetStatus.AllowedCondition, "False", BudgetStatus.SyncFailed, why, clock.GetUtcNow(),
            ("observedGeneration", BudgetStatus.Number(body, "observedGeneration")));
    });

    /// <summary>Takes back the mark of a disruption that nobody carried out.</summary>
    private TimeSpan? Forgive(PodView pod)
    {
        var left = pod.DisruptedSince!.Value + times.StaleDisruption - clock.GetUtcNow();
        if (left > TimeSpan.Zero) return left;
        writer.ChangeStatus(BuiltIns.Pods, pod.Key, pod.Uid, body => Conditions.Set(body, "DisruptionTarget", "False", null, null, clock.GetUtcNow()));
        return null;
    }

    private void Tell(StoredObject budget, bool isWarning, string reason, string message)
    {
        var news = $"{reason} {message}";
        if (told.GetValueOrDefault(budget.Uid) == news) return;
        told[budget.Uid] = news;
        var subject = new EventSubject(ServedKinds.DisruptionBudgets, budget.Key, budget.Uid);
        if (isWarning) events.Warning(Component, subject, reason, message);
        else events.Normal(Component, subject, reason, message);
    }
}
