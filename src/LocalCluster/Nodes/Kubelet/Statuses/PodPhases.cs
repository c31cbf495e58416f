namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

/// <summary>The phase of a pod by its containers (<c>getPhase</c> of <c>pkg/kubelet/kubelet_pods.go</c>). Pure.</summary>
internal static class PodPhases
{
    /// <summary>The phase.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="restartPolicy"><c>spec.restartPolicy</c>.</param>
    public static string Of(PodFacts facts, string restartPolicy)
    {
        // While a container still takes its leave the pod is not over, whatever became of it.
        if (facts.Verdict is not null)
            return facts.Main.Any(container => container.Runs) ? "Running" : "Failed";
        if (facts.Init.FirstOrDefault(container => !IsDone(container)) is { } current && !facts.Main.Any(container => container.EverRan))
            return (restartPolicy == "Never" && current.Role == ContainerRole.Init && current.State.Terminated is not null) || facts.IsOver ? "Failed" : "Pending";
        var main = facts.Main.ToList();
        if (main.Exists(container => container.State.Waiting is not null && !container.Stopped))
            return facts.IsOver ? "Failed" : "Pending";
        if (main.Exists(container => container.Runs))
            return "Running";
        var allSucceeded = main.TrueForAll(container => container.Succeeded);
        if (facts.IsOver)
            return allSucceeded ? "Succeeded" : "Failed";
        return restartPolicy switch
        {
            "Always" => "Running",
            _ when allSucceeded => "Succeeded",
            "Never" => "Failed",
            _ => "Running",
        };
    }

    private static bool IsDone(ContainerFacts container) =>
        container.Role == ContainerRole.Sidecar ? container.Started || container.Runs : container.Succeeded;
}
