using static LustreSupervisor.LocalCluster.Api.Security.Authorization.PolicyRule;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>
/// The ClusterRoles of a new cluster (<c>plugin/pkg/auth/authorizer/rbac/bootstrappolicy</c>), as far as they are about kinds that are
/// served here. The roles of control plane components are left out: those live in this server's own process.
/// </summary>
internal static class BootstrapRoles
{
    private const string Read = "get,list,watch";
    private const string Write = "create,delete,deletecollection,patch,update";
    private const string Rbac = "rbac.authorization.k8s.io";

    private static readonly PolicyRule[] Everything =
    [
        new() { Verbs = ["*"], Groups = ["*"], Resources = ["*"] }, new() { Verbs = ["*"], Paths = ["*"] },
    ];

    private static readonly string[] Discovery =
        ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"];

    private static readonly PolicyRule[] ToAdmin =
    [
        For("create", "authorization.k8s.io", "localsubjectaccessreviews"),
        For($"{Read},{Write}", Rbac, "roles,rolebindings"),
    ];

    private static readonly PolicyRule[] ToEdit =
    [
        For(Read, "", "pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy"),
        For("impersonate", "", "serviceaccounts"),
        For(Write, "", "pods,pods/attach,pods/exec,pods/portforward,pods/proxy"),
        For("create", "", "pods/eviction"),
        For(Write, "", "configmaps,events,persistentvolumeclaims,secrets,serviceaccounts,services,services/proxy"),
        For("create", "", "serviceaccounts/token"),
        For(Write, "apps", "daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale"),
        For(Write, "policy", "poddisruptionbudgets"),
        For(Write, "networking.k8s.io", "networkpolicies"),
        For($"{Write},{Read}", "coordination.k8s.io", "leases"),
    ];

    private static readonly PolicyRule[] ToView =
    [
        For(Read, "", "configmaps,persistentvolumeclaims,persistentvolumeclaims/status,pods,serviceaccounts,services,services/status"),
        For(Read, "", "bindings,events,limitranges,namespaces/status,pods/log,pods/status"),
        For(Read, "", "namespaces"),
        For(Read, "apps", "daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status"),
        For(Read, "apps", "statefulsets,statefulsets/scale,statefulsets/status"),
        For(Read, "policy", "poddisruptionbudgets,poddisruptionbudgets/status"),
        For(Read, "networking.k8s.io", "networkpolicies"),
    ];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<BootstrapRole> All =
    [
        new("cluster-admin", Everything, "system:masters"),
        new("system:discovery", [new PolicyRule { Verbs = ["get"], Paths = Discovery }], "system:authenticated"),
        new("system:basic-user",
            [
                For("create", "authorization.k8s.io", "selfsubjectaccessreviews,selfsubjectrulesreviews"),
                For("create", "authentication.k8s.io", "selfsubjectreviews"),
            ],
            "system:authenticated"),
        new("system:public-info-viewer",
            [new PolicyRule { Verbs = ["get"], Paths = ["/healthz", "/livez", "/readyz", "/version", "/version/"] }],
            "system:authenticated", "system:unauthenticated"),
        new("system:auth-delegator",
            [For("create", "authentication.k8s.io", "tokenreviews"), For("create", "authorization.k8s.io", "subjectaccessreviews")]),
        new("system:node", NodeAuthorizer.Rules),
        new("system:aggregate-to-admin", ToAdmin) { Label = "aggregate-to-admin" },
        new("system:aggregate-to-edit", ToEdit) { Label = "aggregate-to-edit" },
        new("system:aggregate-to-view", ToView) { Label = "aggregate-to-view" },
        new("admin", []) { AggregatedFrom = "aggregate-to-admin" },
        new("edit", []) { AggregatedFrom = "aggregate-to-edit", Label = "aggregate-to-admin" },
        new("view", []) { AggregatedFrom = "aggregate-to-view", Label = "aggregate-to-edit" },
    ];
}
