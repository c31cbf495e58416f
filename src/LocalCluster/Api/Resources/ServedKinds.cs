using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Resources.Kinds;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>
/// Kinds that are stored, validated and watched like any other, so that manifests can be applied and read back. What acts on
/// them, where anything does here (service accounts, disruption budgets, RBAC), reads them from the store.
/// </summary>
internal static class ServedKinds
{
    private const string Apps = "apps";
    private const string Authorization = "rbac.authorization.k8s.io";
    private const string Storage = "storage.k8s.io";

    public static readonly ResourceType ServiceAccounts = Kind<V1ServiceAccount>("", "serviceaccounts", true, "sa") with
    {
        ReturnsDeleted = true, OtherSubresources = [new Subresource("token", "create", "TokenRequest", "authentication.k8s.io", "v1")],
    };

    public static readonly ResourceType Services = Kind<V1Service>("", "services", true, "svc") with { Strategy = new ServiceStrategy(), Categories = ["all"], HasStatus = true };

    public static readonly ResourceType Claims = Kind<V1PersistentVolumeClaim>("", "persistentvolumeclaims", true, "pvc") with
    {
        Strategy = new ClaimStrategy(),
        HasStatus = true, ReturnsDeleted = true,
    };

    public static readonly ResourceType Volumes = Kind<V1PersistentVolume>("", "persistentvolumes", false, "pv") with
    {
        Strategy = new VolumeStrategy(),
        HasStatus = true, ReturnsDeleted = true,
    };

    public static readonly ResourceType Deployments = Workload<V1Deployment>("deployments", "deploy") with { Strategy = new DeploymentStrategy() };

    public static readonly ResourceType StatefulSets = Workload<V1StatefulSet>("statefulsets", "sts") with { Strategy = new StatefulSetStrategy() };

    public static readonly ResourceType DaemonSets = Workload<V1DaemonSet>("daemonsets", "ds") with { Strategy = new DaemonSetStrategy() };

    public static readonly ResourceType ReplicaSets = Workload<V1ReplicaSet>("replicasets", "rs") with { Strategy = new ReplicaSetStrategy() };

    public static readonly ResourceType DisruptionBudgets = Kind<V1PodDisruptionBudget>("policy", "poddisruptionbudgets", true, "pdb") with
    {
        Strategy = new BudgetStrategy(),
        HasStatus = true, TracksGeneration = true, UnconditionalUpdate = false,
    };

    public static readonly ResourceType Roles = Kind<V1Role>(Authorization, "roles", true) with { Strategy = new RoleStrategy<V1Role>(true) };

    public static readonly ResourceType ClusterRoles = Kind<V1ClusterRole>(Authorization, "clusterroles", false) with
    {
        Strategy = new RoleStrategy<V1ClusterRole>(false),
    };

    public static readonly ResourceType RoleBindings = Kind<V1RoleBinding>(Authorization, "rolebindings", true) with
    {
        Strategy = new RoleBindingStrategy<V1RoleBinding>(true),
    };

    public static readonly ResourceType ClusterRoleBindings = Kind<V1ClusterRoleBinding>(Authorization, "clusterrolebindings", false) with
    {
        Strategy = new RoleBindingStrategy<V1ClusterRoleBinding>(false),
    };

    public static readonly ResourceType NetworkPolicies = Kind<V1NetworkPolicy>("networking.k8s.io", "networkpolicies", true, "netpol") with
    {
        Strategy = new NetworkPolicyStrategy(),
        TracksGeneration = true,
    };

    public static readonly ResourceType StorageClasses = Kind<V1StorageClass>(Storage, "storageclasses", false, "sc") with { Strategy = new StorageClassStrategy(), ReturnsDeleted = true };

    public static readonly ResourceType PriorityClasses = Kind<V1PriorityClass>("scheduling.k8s.io", "priorityclasses", false, "pc") with
    {
        Strategy = new PriorityClassStrategy(),
        TracksGeneration = true,
    };

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<ResourceType> All =
    [
        ServiceAccounts, Services, Claims, Volumes, Deployments, StatefulSets, DaemonSets, ReplicaSets, DisruptionBudgets,
        Roles, ClusterRoles, RoleBindings, ClusterRoleBindings, NetworkPolicies, StorageClasses, PriorityClasses,
    ];

    private static ResourceType Workload<T>(string plural, string shortName) => Kind<T>(Apps, plural, true, shortName) with
    {
        Categories = ["all"], HasStatus = true, TracksGeneration = true,
    };

    private static ResourceType Kind<T>(string group, string plural, bool namespaced, params string[] shortNames)
    {
        var kind = typeof(T).Name["V1".Length..];
        return new ResourceType
        {
            Group = group,
            Version = "v1",
            Plural = plural,
            Singular = kind.ToLowerInvariant(),
            Kind = kind,
            ListKind = kind + "List",
            Namespaced = namespaced,
            ShortNames = shortNames,
            UnconditionalUpdate = true,
            Strategy = new TypedStrategy<T>(),
        };
    }
}
