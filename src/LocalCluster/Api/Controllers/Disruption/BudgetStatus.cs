using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Disruption;

/// <summary>The status of a <c>PodDisruptionBudget</c>, and its condition, as controller and eviction both write it.</summary>
internal static class BudgetStatus
{
    public const string AllowedCondition = "DisruptionAllowed";
    public const string SyncFailed = "SyncFailed";

    /// <summary>A number of the status; absent ones are zero.</summary>
    public static long Number(JsonObject budget, string field) => budget.At("status", field).Whole() ?? 0;

    /// <summary>Evictions that were granted, by the names of their pods, and not seen to be carried out.</summary>
    public static Dictionary<string, DateTimeOffset> Disrupted(JsonObject budget) =>
        budget.Child("status").Child("disruptedPods")?.ToDictionary(pod => pod.Key, pod => Metadata.Moment(pod.Value) ?? default) ?? [];

    /// <summary>Sets the condition that follows from the disruptions allowed (<c>UpdateDisruptionAllowedCondition</c>).</summary>
    public static void Conclude(JsonObject budget, DateTimeOffset now)
    {
        var isAllowed = Number(budget, "disruptionsAllowed") > 0;
        Conditions.Set(
            budget, AllowedCondition, isAllowed ? "True" : "False", isAllowed ? "SufficientPods" : "InsufficientPods", "", now,
            ("observedGeneration", Number(budget, "observedGeneration")));
    }

    /// <summary>Reads a number of pods or a share of <paramref name="total"/> pods, rounded up (<c>GetScaledValueFromIntOrPercent</c>).</summary>
    /// <exception cref="BudgetException">It is neither.</exception>
    public static long Scaled(JsonNode value, long total)
    {
        if (value.Whole() is { } whole) return whole;
        var text = value.Text() ?? "";
        return text.EndsWith('%') && int.TryParse(text[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percent)
            ? (long)Math.Ceiling(percent * total / 100m)
            : throw new BudgetException($"invalid value for IntOrString: invalid type: string is not a percentage");
    }
}
