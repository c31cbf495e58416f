using LustreSupervisor.LocalCluster.Api.Controllers.Views;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Scheduling;

/// <summary>What the scheduler says of a pod that fits nowhere (<c>framework.FitError</c> and the answer of its preemption plugin).</summary>
internal static class FitMessage
{
    private const string NotHelpful = "Preemption is not helpful for scheduling";

    /// <summary>Preemption is not simulated: no pod has to go for another here.</summary>
    private const string NoVictims = "No preemption victims found for incoming pod";

    public static string Of(PodView pod, IReadOnlyCollection<IReadOnlyList<Obstacle>> objections)
    {
        if (objections.Count == 0) return "no nodes available to schedule pods";
        var preemption = pod.PreemptionPolicy == "Never"
            ? "not eligible due to preemptionPolicy=Never."
            : $"{Unavailable(objections)}: {Histogram(objections.Select(node => node.Any(obstacle => obstacle.IsFinal) ? NotHelpful : NoVictims))}.";
        return $"{Unavailable(objections)}: {Histogram(objections.SelectMany(node => node.Select(obstacle => obstacle.Reason)))}. " +
            $"no new claims to deallocate, preemption: {preemption}";
    }

    private static string Unavailable(IReadOnlyCollection<IReadOnlyList<Obstacle>> objections) => $"0/{objections.Count} nodes are available";

    private static string Histogram(IEnumerable<string> reasons) => string.Join(", ", reasons
        .GroupBy(reason => reason).Select(group => $"{group.Count()} {group.Key}").Order(StringComparer.Ordinal));
}
