namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>The order of groups in discovery (<c>pkg/controlplane/apiserver/aggregator.go</c>): where a short name is ambiguous, the first wins.</summary>
internal static class GroupPriority
{
    /// <summary>Priority of groups that custom resource definitions define.</summary>
    private const int Custom = 1000;

    private static readonly Dictionary<string, int> BuiltIn = new()
    {
        ["apps"] = 17800,
        ["events.k8s.io"] = 17750,
        ["authentication.k8s.io"] = 17700,
        ["authorization.k8s.io"] = 17600,
        ["networking.k8s.io"] = 17200,
        ["policy"] = 17100,
        ["rbac.authorization.k8s.io"] = 17000,
        ["storage.k8s.io"] = 16800,
        ["apiextensions.k8s.io"] = 16700,
        ["scheduling.k8s.io"] = 16600,
        ["coordination.k8s.io"] = 16500,
    };

    public static int Of(string group) => BuiltIn.GetValueOrDefault(group, Custom);
}
