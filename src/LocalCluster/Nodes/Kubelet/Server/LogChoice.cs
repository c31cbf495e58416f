using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Server;

/// <summary>Which run of a container a reader of logs means (<c>validateContainerLogStatus</c> of the kubelet). Pure; texts are the kubelet's.</summary>
internal static class LogChoice
{
    /// <summary>The run's number.</summary>
    /// <param name="facts">The container.</param>
    /// <param name="pod">Name of the pod.</param>
    /// <param name="isPrevious">The run before is meant.</param>
    /// <returns>The number, or why there is no log.</returns>
    public static (int Run, string? Refusal) Of(ContainerFacts facts, string pod, bool isPrevious)
    {
        var what = $"container \"{facts.Spec.Name}\" in pod \"{pod}\"";
        // A container in back-off has no present run: the one before is its last.
        var waits = facts.State.Waiting is not null;
        return facts switch
        {
            _ when isPrevious && !HasLog(facts.Last?.Terminated) => (0, $"previous terminated {what} not found"),
            _ when isPrevious => (waits ? facts.Restarts : facts.Restarts - 1, null),
            { Runs: true } => (facts.Restarts, null),
            { State.Terminated: { } ended } when HasLog(ended) => (facts.Restarts, null),
            { State.Terminated: not null } when HasLog(facts.Last?.Terminated) => (facts.Restarts - 1, null),
            { State.Terminated: not null } => (0, $"{what} is terminated"),
            _ when HasLog(facts.Last?.Terminated) => (facts.Restarts, null),
            { State.Waiting.Reason: "ErrImagePull" } => (0, $"{what} is waiting to start: image can't be pulled"),
            { State.Waiting.Reason: "ImagePullBackOff" } => (0, $"{what} is waiting to start: trying and failing to pull image"),
            { State.Waiting: { } waiting } => (0, $"{what} is waiting to start: {waiting.Reason}"),
            _ => (0, $"{what} is waiting to start - no logs yet"),
        };
    }

    /// <summary>A container that could not be started has no id, and so no log.</summary>
    private static bool HasLog(V1ContainerStateTerminated? ended) => !string.IsNullOrEmpty(ended?.ContainerID);
}
