using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

/// <summary>The status that the kubelet reports of a pod. Pure; the shape is that of a 1.36 kubelet with containerd.</summary>
/// <param name="address">Address of the node; pods use the node's network.</param>
internal sealed class PodStatuses(string address)
{
    /// <summary>Builds the status.</summary>
    /// <param name="pod">The pod as last seen.</param>
    /// <param name="facts">What is known of it.</param>
    /// <param name="before">Conditions as last reported.</param>
    /// <param name="now">Time.</param>
    public V1PodStatus Of(V1Pod pod, PodFacts facts, IEnumerable<V1PodCondition> before, DateTime now)
    {
        var phase = PodPhases.Of(facts, pod.Spec.RestartPolicy ?? "Always");
        return new V1PodStatus
        {
            ObservedGeneration = pod.Metadata.Generation,
            Phase = phase,
            Reason = facts.Verdict?.Reason,
            Message = facts.Verdict?.Message,
            HostIP = address,
            HostIPs = [new V1HostIP { Ip = address }],
            PodIP = facts.HasSandbox ? address : null,
            PodIPs = facts.HasSandbox ? [new V1PodIP { Ip = address }] : null,
            StartTime = facts.Since,
            QosClass = pod.Status?.QosClass,
            Conditions = [.. new PodConditions(pod, facts, phase).All(before, now)],
            InitContainerStatuses = facts.Init.Any() ? [.. facts.Init.Select(Of)] : null,
            ContainerStatuses = [.. facts.Main.Select(Of)],
        };
    }

    private static V1ContainerStatus Of(ContainerFacts facts) => new()
    {
        Name = facts.Spec.Name,
        Image = facts.Spec.Image ?? "",
        ImageID = "",
        ContainerID = facts.Id.Length > 0 ? facts.Id : null,
        Ready = facts.Ready,
        Started = facts.Started,
        RestartCount = facts.Restarts,
        State = facts.State,
        LastState = facts.Last ?? new V1ContainerState(),
        AllocatedResources = facts.Spec.Resources?.Requests,
        Resources = facts.Spec.Resources is { } resources && facts.Runs
            ? new V1ResourceRequirements { Limits = resources.Limits, Requests = resources.Requests }
            : null,
    };
}
