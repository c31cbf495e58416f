using System.Collections.Immutable;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

/// <summary>Why a pod is over whatever its containers say, such as a deadline. Words are the kubelet's.</summary>
/// <param name="Reason">For <c>status.reason</c>.</param>
/// <param name="Message">For <c>status.message</c>.</param>
internal sealed record PodVerdict(string Reason, string Message)
{
    /// <summary>Its <c>activeDeadlineSeconds</c> are over.</summary>
    public static readonly PodVerdict DeadlineExceeded = new("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");

    /// <summary>The node shut down in order (graceful node shutdown).</summary>
    public static readonly PodVerdict NodeShutdown = new("Terminated", "Pod was terminated in response to imminent node shutdown.");
}

/// <summary>What is known of one pod on its node.</summary>
/// <param name="Containers">Init containers and containers, in their order.</param>
internal sealed record PodFacts(ImmutableList<ContainerFacts> Containers)
{
    /// <summary>When the kubelet took the pod.</summary>
    public DateTime Since { get; init; }

    /// <summary>Its name spaces and volumes are there.</summary>
    public bool HasSandbox { get; init; }

    /// <summary>No container runs and none will.</summary>
    public bool IsOver { get; init; }

    /// <summary>Why it is over, when its containers are not the reason.</summary>
    public PodVerdict? Verdict { get; init; }

    /// <summary>The containers proper.</summary>
    public IEnumerable<ContainerFacts> Main => Containers.Where(container => container.Role == ContainerRole.Main);

    /// <summary>Init containers, sidecars among them.</summary>
    public IEnumerable<ContainerFacts> Init => Containers.Where(container => container.Role != ContainerRole.Main);

    /// <summary>A pod that its node sees for the first time, or again after a reboot.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="now">Time.</param>
    public static PodFacts Of(V1Pod pod, DateTime now)
    {
        var hasInit = pod.Spec.InitContainers is { Count: > 0 };
        var init = (pod.Spec.InitContainers ?? []).Select(spec => new ContainerFacts(
            spec, spec.RestartPolicy == "Always" ? ContainerRole.Sidecar : ContainerRole.Init));
        var main = (pod.Spec.Containers ?? []).Select(spec => new ContainerFacts(spec, ContainerRole.Main)
            .Waits(hasInit ? "PodInitializing" : "ContainerCreating"));
        var known = (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []).ToDictionary(status => status.Name);
        return new PodFacts([.. init.Concat(main).Select(facts =>
            known.TryGetValue(facts.Spec.Name, out var status) ? Remember(facts, status, now) : facts)])
        {
            Since = pod.Status?.StartTime ?? now,
        };
    }

    /// <summary>The same with one container changed.</summary>
    public PodFacts With(string container, Func<ContainerFacts, ContainerFacts> change)
    {
        var at = Containers.FindIndex(facts => facts.Spec.Name == container);
        return this with { Containers = Containers.SetItem(at, change(Containers[at])) };
    }

    /// <summary>
    /// What an earlier boot reported. A container that ran then is gone, and nobody saw how it ended: containerd says 255 and <c>Unknown</c>
    /// of a task that it cannot find after a reboot.
    /// </summary>
    private static ContainerFacts Remember(ContainerFacts facts, V1ContainerStatus status, DateTime now)
    {
        const int lostCode = 255;
        var state = status.State?.Running is { } running
            ? new V1ContainerState
            {
                Terminated = new V1ContainerStateTerminated
                {
                    ExitCode = lostCode,
                    Reason = "Unknown",
                    StartedAt = running.StartedAt,
                    FinishedAt = now,
                    ContainerID = status.ContainerID,
                },
            }
            : status.State ?? facts.State;
        return facts with
        {
            State = state,
            Last = status.LastState is { Terminated: not null } last ? last : null,
            Restarts = status.RestartCount,
            Id = status.ContainerID ?? "",
            Ready = facts.Role == ContainerRole.Init && state.Terminated is { ExitCode: 0 },
        };
    }
}
