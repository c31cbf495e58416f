using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

/// <summary>Which part a container plays in its pod.</summary>
internal enum ContainerRole
{
    /// <summary>One of <c>containers</c>.</summary>
    Main,

    /// <summary>Runs to its end before the next one starts.</summary>
    Init,

    /// <summary>One of <c>initContainers</c> with <c>restartPolicy: Always</c>: starts in their order, runs as long as the pod.</summary>
    Sidecar,
}

/// <summary>What is known of one container; <c>containerStatuses</c> is made from it.</summary>
/// <param name="Spec">The container as declared.</param>
/// <param name="Role">Its part in the pod.</param>
internal sealed record ContainerFacts(V1Container Spec, ContainerRole Role)
{
    /// <summary>How it is.</summary>
    public V1ContainerState State { get; init; } = new() { Waiting = new V1ContainerStateWaiting { Reason = "PodInitializing" } };

    /// <summary>How its previous run ended; null when there was none.</summary>
    public V1ContainerState? Last { get; init; }

    /// <summary>How often it was started anew.</summary>
    public int Restarts { get; init; }

    /// <summary>Its readiness probe says so; an init container is ready when it has succeeded.</summary>
    public bool Ready { get; init; }

    /// <summary>Its startup probe has succeeded.</summary>
    public bool Started { get; init; }

    /// <summary>Stands for a container id: the process's.</summary>
    public string Id { get; init; } = "";

    /// <summary>It runs.</summary>
    public bool Runs => State.Running is not null;

    /// <summary>Its last run ended well and it is not to run again.</summary>
    public bool Succeeded => State.Terminated is { ExitCode: 0 };

    /// <summary>It ended, if only to be started again: a container in back-off counts.</summary>
    public bool Stopped => State.Terminated is not null || (State.Waiting is not null && Last?.Terminated is not null);

    /// <summary>It was started at least once.</summary>
    public bool EverRan => Restarts > 0 || Runs || State.Terminated is not null || Last is not null;

    /// <summary>It waits for something.</summary>
    /// <param name="reason">Reason as the kubelet words it.</param>
    /// <param name="message">For a person.</param>
    public ContainerFacts Waits(string reason, string? message = null) => this with
    {
        State = new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = reason, Message = message } },
        Last = State.Terminated is { } ended ? new V1ContainerState { Terminated = ended } : Last,
        Ready = false,
        Started = false,
    };

    /// <summary>It runs.</summary>
    /// <param name="id">Container id.</param>
    /// <param name="since">Start.</param>
    /// <param name="run">How often it was started before.</param>
    public ContainerFacts RunsAs(string id, DateTime since, int run) => this with
    {
        State = new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = since } },
        Last = State.Terminated is { } ended ? new V1ContainerState { Terminated = ended } : Last,
        Restarts = run,
        Id = id,
        Ready = Role != ContainerRole.Init && Spec.ReadinessProbe is null && Spec.StartupProbe is null,
        Started = Role != ContainerRole.Init && Spec.StartupProbe is null,
    };

    /// <summary>It ended.</summary>
    public ContainerFacts Ends(V1ContainerStateTerminated how, int run) => this with
    {
        State = new V1ContainerState { Terminated = how },
        Last = State.Terminated is { } before ? new V1ContainerState { Terminated = before } : Last,
        Restarts = run,
        Ready = Role == ContainerRole.Init && how.ExitCode == 0,
        Started = false,
    };
}
