using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Tables.Kinds;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>Which kind is shown how.</summary>
internal static class TableKinds
{
    private const string Apps = "apps";
    private const string Authorization = "rbac.authorization.k8s.io";
    private const string Storage = "storage.k8s.io";

    private static readonly Dictionary<ResourceName, TableKind> BuiltIn = new()
    {
        [new("", "pods")] = PodTable.Kind,
        [new("", "nodes")] = NodeTable.Kind,
        [new("", "namespaces")] = CoreTables.Namespaces,
        [new("", "events")] = EventTable.Kind,
        [new("", "secrets")] = CoreTables.Secrets,
        [new("", "configmaps")] = CoreTables.ConfigMaps,
        [new("", "serviceaccounts")] = CoreTables.ServiceAccounts,
        [new("", "services")] = ServiceTable.Kind,
        [new("", "persistentvolumes")] = StorageTables.Volumes,
        [new("", "persistentvolumeclaims")] = StorageTables.Claims,
        [new(Storage, "storageclasses")] = StorageTables.Classes,
        [new("coordination.k8s.io", "leases")] = CoreTables.Leases,
        [new("policy", "poddisruptionbudgets")] = CoreTables.DisruptionBudgets,
        [new("networking.k8s.io", "networkpolicies")] = CoreTables.NetworkPolicies,
        [new("scheduling.k8s.io", "priorityclasses")] = CoreTables.PriorityClasses,
        [new(Apps, "deployments")] = WorkloadTables.Deployments,
        [new(Apps, "statefulsets")] = WorkloadTables.StatefulSets,
        [new(Apps, "daemonsets")] = WorkloadTables.DaemonSets,
        [new(Apps, "replicasets")] = WorkloadTables.ReplicaSets,
        [new(Authorization, "rolebindings")] = BindingTable.Kind,
        [new(Authorization, "clusterrolebindings")] = BindingTable.Kind,
    };

    public static TableKind Of(ResourceType type) =>
        type.IsCustom ? CustomTable.Of(type.PrinterColumns) : BuiltIn.GetValueOrDefault(type.Storage, CoreTables.Others);
}
