namespace LustreSupervisor.LocalCluster.Api.Controllers;

/// <summary>
/// How long the control plane waits before it acts. <see cref="Real"/> has the defaults of Kubernetes 1.36; <see cref="Laptop"/> keeps
/// their proportions to a heartbeat of one second instead of ten.
/// </summary>
public sealed record ControllerTimes
{
    /// <summary>As <c>kube-controller-manager</c> has them.</summary>
    public static readonly ControllerTimes Real = new();

    /// <summary>
    /// For a machine room that a person watches. The grace is 1.25 times the five seconds that a node's Lease is good for here, as
    /// 50 s are to the 40 s of a real one.
    /// </summary>
    public static readonly ControllerTimes Laptop = new()
    {
        NodeMonitorGrace = TimeSpan.FromSeconds(6.25),
        NodeMonitorPeriod = TimeSpan.FromMilliseconds(500),
        PodCollectorPeriod = TimeSpan.FromSeconds(2),
        LostNodeQuarantine = TimeSpan.FromSeconds(5),
    };

    /// <summary>Silence after which a node counts as unreachable, <c>--node-monitor-grace-period</c>: 50 s.</summary>
    public TimeSpan NodeMonitorGrace { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>Between two looks at the heartbeats, <c>--node-monitor-period</c>: 5 s.</summary>
    public TimeSpan NodeMonitorPeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks for pods to be collected, <c>gcCheckPeriod</c>: 20 s.</summary>
    public TimeSpan PodCollectorPeriod { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a node has to be missing before its pods are collected, <c>quarantineTime</c>: 40 s.</summary>
    public TimeSpan LostNodeQuarantine { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Ended pods that are kept, <c>--terminated-pod-gc-threshold</c>: 12500.</summary>
    public int TerminatedPodsMax { get; init; } = 12_500;

    /// <summary>How long an eviction that was granted may take to become a deletion, <c>DeletionTimeout</c>: 2 min.</summary>
    public TimeSpan EvictionTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a pod may bear <c>DisruptionTarget</c> without being deleted, <c>stalePodDisruptionTimeout</c>: 2 min.</summary>
    public TimeSpan StaleDisruption { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After so long a pod that fits nowhere is tried again without a change, <c>podMaxInUnschedulablePodsDuration</c>: 5 min.</summary>
    public TimeSpan UnschedulableRetry { get; init; } = TimeSpan.FromMinutes(5);
}
