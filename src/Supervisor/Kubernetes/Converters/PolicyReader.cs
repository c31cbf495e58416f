using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>Reads the policies of a spec: healing, scaling, upgrade.</summary>
internal static class PolicyReader
{
    /// <summary>Reads <c>healing</c>.</summary>
    public static HealingSpec Healing(SpecNode node, HealingSpec defaults) => new()
    {
        Restarts = Restarts(node.Child("restarts"), defaults.Restarts),
        Failover = node.Word("failover", defaults.Failover),
        NodeLostAfterSeconds = node.Number("nodeLostAfterSeconds", defaults.NodeLostAfterSeconds),
        MaxNodesAtOnce = node.Number("maxNodesAtOnce", defaults.MaxNodesAtOnce),
        Fencing = node.Nodes("fencing") is { } agents ? [.. agents.Select(agent => agent.Text("agent", ""))] : defaults.Fencing,
        SelfFenceEnabled = node.Child("selfFence").Flag("enabled", defaults.SelfFenceEnabled),
        SelfFenceGrantSeconds = node.Child("selfFence").Number("grantSeconds", defaults.SelfFenceGrantSeconds),
        MountTimeoutSeconds = node.Number("mountTimeoutSeconds", defaults.MountTimeoutSeconds),
        UnmountTimeoutSeconds = node.Number("unmountTimeoutSeconds", defaults.UnmountTimeoutSeconds),
        FailbackWindows = node.Child("failback").Texts("windows"),
        OnFault = [.. (node.Nodes("onFault") ?? []).Select(c => new FaultChoice(
            c.Word("fault", FaultKind.Unknown), c.Word("response", TargetResponse.Quarantine)))],
    };

    /// <summary>Reads <c>scaling</c>.</summary>
    public static ScalingSpec Scaling(SpecNode node, ScalingSpec defaults) => new()
    {
        Mode = node.Text("mode", defaults.Mode),
        MinOsts = node.Number("minOsts", defaults.MinOsts),
        MaxOsts = node.Number("maxOsts", defaults.MaxOsts),
        ScaleUpAbovePercent = node.Number("scaleUpAbovePercent", defaults.ScaleUpAbovePercent),
        HeadroomPercent = node.Number("headroomPercent", defaults.HeadroomPercent),
        CooldownSeconds = node.Number("cooldownSeconds", defaults.CooldownSeconds),
        AllowUnattendedRemoval = node.Flag("allowUnattendedRemoval", defaults.AllowUnattendedRemoval),
    };

    /// <summary>Reads <c>upgrade</c>.</summary>
    public static UpgradeSpec Upgrade(SpecNode node, UpgradeSpec defaults) => new()
    {
        Supervised = node.Flag("supervised", defaults.Supervised),
        MaxUnavailablePerFailureDomain = node.Number("maxUnavailablePerFailureDomain", defaults.MaxUnavailablePerFailureDomain),
        Windows = node.Texts("windows"),
    };

    private static RestartSpec Restarts(SpecNode node, RestartSpec defaults) => new()
    {
        MaxInWindow = node.Number("maxInWindow", defaults.MaxInWindow),
        WindowSeconds = node.Number("windowSeconds", defaults.WindowSeconds),
        BackoffMinSeconds = node.Number("backoffMinSeconds", defaults.BackoffMinSeconds),
        BackoffMaxSeconds = node.Number("backoffMaxSeconds", defaults.BackoffMaxSeconds),
        ResetAfterSeconds = node.Number("resetAfterSeconds", defaults.ResetAfterSeconds),
    };
}
