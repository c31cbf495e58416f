using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>The status that the kubelet reports of a pod, at each point of its life. Pure; words and numbers are the kubelet's own.</summary>
/// <param name="pod">The pod.</param>
/// <param name="address">Address of its node; pods use the node's network.</param>
internal sealed class PodStatuses(V1Pod pod, string address)
{
    /// <summary>Exit code of a container that could not be started (runc's convention, shown by the kubelet).</summary>
    private const int StartErrorCode = 128;

    /// <summary>Exit code that the kubelet assumes for a container that it can no longer find.</summary>
    private const int LostCode = 137;

    private string ContainerName => pod.Spec.Containers is [var container, ..] ? container.Name : "";

    /// <summary>Its container runs.</summary>
    /// <param name="pid">Process id; stands in for a container id.</param>
    /// <param name="started">When it was started.</param>
    public V1PodStatus Running(int pid, DateTime started) =>
        Build("Running", started, pid, new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = started } }, ready: true);

    /// <summary>Its container ended. Exit code 137 is death by SIGKILL.</summary>
    /// <param name="pid">Process id.</param>
    /// <param name="exitCode">Exit code.</param>
    /// <param name="started">When it was started.</param>
    /// <param name="finished">When it ended.</param>
    public V1PodStatus Ended(int pid, int exitCode, DateTime started, DateTime finished) =>
        Build(exitCode == 0 ? "Succeeded" : "Failed", started, pid, new V1ContainerState
        {
            Terminated = new V1ContainerStateTerminated
            {
                ContainerID = ContainerId(pid),
                ExitCode = exitCode,
                Reason = exitCode == 0 ? "Completed" : "Error",
                StartedAt = started,
                FinishedAt = finished,
            },
        }, ready: false);

    /// <summary>Its container never ran.</summary>
    /// <param name="message">Why.</param>
    /// <param name="now">When that was found.</param>
    public V1PodStatus NotStarted(string message, DateTime now) =>
        Build("Failed", now, null, Terminated(StartErrorCode, "StartError", message, now), ready: false);

    /// <summary>The node was booted anew since: the container is gone, nobody saw how it ended.</summary>
    /// <param name="now">When that was found.</param>
    public V1PodStatus Lost(DateTime now) => Build(
        "Failed",
        pod.Status?.StartTime ?? now,
        null,
        Terminated(LostCode, "ContainerStatusUnknown", "The container could not be located when the pod was terminated", now),
        ready: false);

    private static V1ContainerState Terminated(int exitCode, string reason, string message, DateTime now) => new()
    {
        Terminated = new V1ContainerStateTerminated { ExitCode = exitCode, Reason = reason, Message = message, FinishedAt = now },
    };

    private static string ContainerId(int? pid) => pid is null ? "" : $"process://{pid}";

    private V1PodStatus Build(string phase, DateTime started, int? pid, V1ContainerState state, bool ready) => new()
    {
        Phase = phase,
        HostIP = address,
        PodIP = address,
        PodIPs = [new V1PodIP { Ip = address }],
        StartTime = pod.Status?.StartTime ?? started,
        QosClass = pod.Status?.QosClass,
        Conditions =
        [
            Condition("PodScheduled", true, started),
            Condition("Initialized", true, started),
            Condition("ContainersReady", ready, started),
            Condition("Ready", ready, started),
        ],
        ContainerStatuses =
        [
            new V1ContainerStatus
            {
                Name = ContainerName,
                Image = pod.Spec.Containers is [var container, ..] ? container.Image ?? "" : "",
                ImageID = "",
                ContainerID = ContainerId(pid),
                Ready = ready,
                Started = ready,
                RestartCount = 0,
                State = state,
            },
        ],
    };

    private static V1PodCondition Condition(string type, bool holds, DateTime since) =>
        new() { Type = type, Status = holds ? "True" : "False", LastTransitionTime = since };
}
