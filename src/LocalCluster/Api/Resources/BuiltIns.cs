using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Resources.Kinds;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>The kinds that are served without a definition, with the properties their strategies have in the real server.</summary>
internal static class BuiltIns
{
    public static readonly ResourceType Namespaces = Core("namespaces", "Namespace", false) with
    {
        ShortNames = ["ns"], HasStatus = true, ReturnsDeleted = true, Strategy = new NamespaceStrategy(),
    };

    public static readonly ResourceType Nodes = Core("nodes", "Node", false) with
    {
        ShortNames = ["no"], HasStatus = true, Strategy = new NodeStrategy(),
    };

    public static readonly ResourceType Pods = Core("pods", "Pod", true) with
    {
        ShortNames = ["po"], Categories = ["all"], HasStatus = true, TracksGeneration = true, ReturnsDeleted = true, Strategy = new PodStrategy(),
        OtherSubresources =
        [
            new Subresource("binding", "create", "Binding"), new Subresource("eviction", "create", "Eviction", "policy", "v1"), new Subresource("log", "get", "Pod"),
        ],
    };

    public static readonly ResourceType Events = Core("events", "Event", true) with
    {
        ShortNames = ["ev"], CreateOnUpdate = true, Strategy = new TypedStrategy<Corev1Event>(),
    };

    public static readonly ResourceType Secrets = Core("secrets", "Secret", true) with { Strategy = new SecretStrategy() };

    public static readonly ResourceType Definitions = new()
    {
        Group = "apiextensions.k8s.io",
        Version = "v1",
        Plural = "customresourcedefinitions",
        Singular = "customresourcedefinition",
        Kind = "CustomResourceDefinition",
        ListKind = "CustomResourceDefinitionList",
        Namespaced = false,
        ShortNames = ["crd", "crds"],
        Categories = ["api-extensions"],
        HasStatus = true,
        TracksGeneration = true,
        Strategy = new DefinitionStrategy(),
    };

    public static readonly ResourceType Leases = new()
    {
        Group = "coordination.k8s.io",
        Version = "v1",
        Plural = "leases",
        Singular = "lease",
        Kind = "Lease",
        ListKind = "LeaseList",
        Namespaced = true,
        CreateOnUpdate = true,
        Strategy = new LeaseStrategy(),
    };

    public static readonly IReadOnlyList<ResourceType> All =
    [
        Namespaces,
        Nodes,
        Pods,
        Events,
        Secrets,
        Core("configmaps", "ConfigMap", true) with { ShortNames = ["cm"], Strategy = new ConfigMapStrategy() },
        Leases,
        Definitions,
        Events with
        {
            Group = "events.k8s.io", StoredAs = new ResourceName("", "events"), View = new EventView(), Strategy = new TypedStrategy<Eventsv1Event>(),
        },
        .. ServedKinds.All,
        .. ReviewKinds.All,
    ];

    /// <summary>The namespace of the nodes' heartbeats.</summary>
    public const string NodeLeaseNamespace = "kube-node-lease";

    /// <summary>The namespaces of a new cluster; all but <c>kube-node-lease</c> cannot be deleted.</summary>
    public static readonly IReadOnlyList<string> FirstNamespaces = ["default", "kube-system", "kube-public", NodeLeaseNamespace];

    private static ResourceType Core(string plural, string kind, bool namespaced) => new()
    {
        Group = "",
        Version = "v1",
        Plural = plural,
        Singular = kind.ToLowerInvariant(),
        Kind = kind,
        ListKind = kind + "List",
        Namespaced = namespaced,
        UnconditionalUpdate = true,
    };
}
