using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

/// <summary>The conditions that the kubelet owns (<c>pkg/kubelet/status/generate.go</c>). Pure; reasons and messages are the kubelet's.</summary>
/// <param name="pod">The pod.</param>
/// <param name="facts">What is known.</param>
/// <param name="phase">Its phase.</param>
internal sealed class PodConditions(V1Pod pod, PodFacts facts, string phase)
{
    /// <summary>All of them.</summary>
    /// <param name="before">Those last reported: a condition that has not changed keeps its time.</param>
    /// <param name="now">Time.</param>
    public IReadOnlyList<V1PodCondition> All(IEnumerable<V1PodCondition> before, DateTime now)
    {
        List<V1PodCondition> all =
        [
            new() { Type = "PodReadyToStartContainers", Status = Text(facts is { HasSandbox: true, IsOver: false }) },
            Initialized(),
            Ready(),
            ContainersReady("ContainersReady"),
            new() { Type = "PodScheduled", Status = Text(true) },
        ];
        if (facts.Verdict == PodVerdict.NodeShutdown)
        {
            all.Insert(0, new V1PodCondition
            {
                Type = "DisruptionTarget", Status = Text(true), Reason = "TerminationByKubelet", Message = facts.Verdict.Message,
            });
        }

        var known = before.GroupBy(condition => condition.Type).ToDictionary(group => group.Key, group => group.Last());
        foreach (var condition in all)
        {
            condition.ObservedGeneration = pod.Metadata.Generation;
            condition.LastTransitionTime = known.TryGetValue(condition.Type, out var old) && old.Status == condition.Status
                ? old.LastTransitionTime ?? now
                : condition.Type == "PodScheduled" ? facts.Since : now;
        }

        return all;
    }

    private static string Text(bool holds) => holds ? "True" : "False";

    private static string? Join(string what, List<string> names) => names.Count == 0 ? null : $"{what}: [{string.Join(' ', names)}]";

    private V1PodCondition Initialized()
    {
        var incomplete = facts.Init
            .Where(container => container.Role == ContainerRole.Sidecar ? !container.Started : !container.Ready)
            .Select(container => container.Spec.Name).ToList();
        var condition = new V1PodCondition { Type = "Initialized", Status = Text(true) };
        if (phase == "Succeeded")
            condition.Reason = "PodCompleted";
        else if (incomplete.Count > 0 && !facts.Main.Any(container => container.EverRan))
            (condition.Status, condition.Reason, condition.Message) =
                (Text(false), "ContainersNotInitialized", Join("containers with incomplete status", incomplete));
        return condition;
    }

    private V1PodCondition ContainersReady(string type)
    {
        var condition = new V1PodCondition { Type = type, Status = Text(false) };
        var unready = facts.Containers.Where(container => container.Role != ContainerRole.Init && !container.Ready)
            .Select(container => container.Spec.Name).ToList();
        if (phase == "Succeeded")
            condition.Reason = "PodCompleted";
        else if (phase == "Failed")
            condition.Reason = "PodFailed";
        else if (unready.Count > 0)
            (condition.Reason, condition.Message) = ("ContainersNotReady", Join("containers with unready status", unready));
        else
            condition.Status = Text(true);
        return condition;
    }

    private V1PodCondition Ready()
    {
        var condition = ContainersReady("Ready");
        if (condition.Status != Text(true) || pod.Spec.ReadinessGates is not { Count: > 0 } gates)
            return condition;
        var present = (pod.Status?.Conditions ?? []).ToDictionary(one => one.Type, one => one.Status);
        var closed = gates.Select(gate => gate.ConditionType).Where(type => present.GetValueOrDefault(type) != Text(true)).Select(type =>
            present.TryGetValue(type, out var status)
                ? $"the status of pod readiness gate \"{type}\" is not \"True\", but {status}"
                : $"corresponding condition of pod readiness gate \"{type}\" does not exist.").ToList();
        if (closed.Count > 0)
            (condition.Status, condition.Reason, condition.Message) = (Text(false), "ReadinessGatesNotReady", string.Join(", ", closed));
        return condition;
    }
}
