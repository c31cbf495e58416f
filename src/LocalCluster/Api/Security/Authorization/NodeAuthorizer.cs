using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>
/// What a node may do (<c>plugin/pkg/auth/authorizer/node</c> and the admission plugin NodeRestriction): keep its own Node and Lease, run
/// the pods that are bound to it, and read what those pods refer to. A node that is taken over must not reach beyond its own pods.
/// </summary>
internal sealed class NodeAuthorizer(ObjectStore store)
{
    /// <summary>KubeVirt's running virtual machines.</summary>
    private static readonly ResourceName Guests = new("kubevirt.io", "virtualmachineinstances");

    /// <summary>What every node may, before it is asked which object: the rules of the ClusterRole <c>system:node</c>.</summary>
    public static readonly IReadOnlyList<PolicyRule> Rules =
    [
        PolicyRule.For("create", "authentication.k8s.io", "tokenreviews"),
        PolicyRule.For("create", "authorization.k8s.io", "localsubjectaccessreviews,subjectaccessreviews"),
        PolicyRule.For("get,list,watch", "", "services"),
        PolicyRule.For("create,get,list,watch", "", "nodes"),
        PolicyRule.For("patch,update", "", "nodes,nodes/status"),
        PolicyRule.For("create,patch,update", "", "events"),
        PolicyRule.For("create,patch,update", "events.k8s.io", "events"),
        PolicyRule.For("get,list,watch", "", "pods"),
        PolicyRule.For("create,delete", "", "pods"),
        PolicyRule.For("patch,update", "", "pods/status"),
        PolicyRule.For("create", "", "pods/eviction"),
        PolicyRule.For("get,list,watch", "", "configmaps,secrets"),
        PolicyRule.For("get", "", "persistentvolumeclaims,persistentvolumes"),
        PolicyRule.For("get", "storage.k8s.io", "storageclasses"),
        PolicyRule.For("create,get,patch,update,delete", "coordination.k8s.io", "leases"),
        PolicyRule.For("create", "", "serviceaccounts/token"),
        PolicyRule.For("get", "", "serviceaccounts"),
    ];

    /// <summary>Decides about a node's request; refuses without a word where the user is none.</summary>
    public Decision Decide(AccessRequest request)
    {
        if (request.User.Node is not { } node || !request.IsResource || !Rules.Any(rule => rule.Allows(request))) return Decision.Refuse();
        return (request.Group, request.Resource) switch
        {
            ("", "pods") => OfPod(node, request),
            ("", "nodes") when request.Verb is "patch" or "update" => Own(node, request),
            ("coordination.k8s.io", "leases") => OfLease(node, request),
            ("", "secrets" or "configmaps") => Referred(node, request),
            ("", "serviceaccounts") => OfAccount(node, request),
            _ => Decision.Allow(),
        };
    }

    private static Decision Own(string node, AccessRequest request) => request.Name == node
        ? Decision.Allow() : Decision.Refuse($"node \"{node}\" is not allowed to modify node \"{request.Name}\"");

    /// <summary>Creating has no name yet; the new object is looked at when it is known (<see cref="WriteGuard"/>).</summary>
    private static Decision OfLease(string node, AccessRequest request)
    {
        if (request.Namespace != BuiltIns.NodeLeaseNamespace) return Decision.Refuse($"can only access leases in the \"{BuiltIns.NodeLeaseNamespace}\" system namespace");
        return request.Verb == "create" || request.Name == node
            ? Decision.Allow() : Decision.Refuse("can only access node lease with the same name as the requesting node");
    }

    private Decision OfPod(string node, AccessRequest request)
    {
        if (request.Verb is "get" or "list" or "watch" or "create" && request.Subresource.Length == 0) return Decision.Allow();
        if (store.Find(BuiltIns.Pods.Key(request.Namespace, request.Name)) is not { } pod || Host(pod) == node) return Decision.Allow();
        var deed = request.Verb == "delete" ? "delete pods" : request.Subresource == "eviction" ? "evict pods" : "update pod status for pods";
        return Decision.Refuse($"node \"{node}\" can only {deed} with spec.nodeName set to itself");
    }

    private Decision Referred(string node, AccessRequest request)
    {
        var isSecret = request.Resource == "secrets";
        var isReferred = request.Name.Length > 0 && PodsOf(node, request.Namespace)
            .Any(pod => (isSecret ? PodReferences.Secrets(pod.Parse()) : PodReferences.ConfigMaps(pod.Parse())).Contains(request.Name));
        if (isReferred || (!isSecret && request.Name == "kube-root-ca.crt")) return Decision.Allow();
        return request.Name.Length == 0
            ? Decision.Refuse("No Object name found")
            : Decision.Refuse($"no relationship found between node '{node}' and this object");
    }

    private Decision OfAccount(string node, AccessRequest request) =>
        PodsOf(node, request.Namespace).Any(pod => AccountOf(pod) == request.Name) || GuestsOf(node, request.Namespace).Contains(request.Name)
            ? Decision.Allow() : Decision.Refuse($"no relationship found between node '{node}' and this object");

    private IEnumerable<StoredObject> PodsOf(string node, string ns) =>
        store.List(BuiltIns.Pods.Storage, Scope.In(ns)).Objects.Where(pod => Host(pod) == node);

    /// <summary>Accounts of the virtual machines that run on a node, which asks for their tokens as their host.</summary>
    private IEnumerable<string?> GuestsOf(string node, string ns) =>
        from guest in store.List(Guests, Scope.In(ns)).Objects
        let body = guest.Parse()
        where body.TextAt("status", "nodeName") == node
        from volume in body.Child("spec").Objects("volumes")
        select volume.TextAt("serviceAccount", "serviceAccountName");

    private static string Host(StoredObject pod) => pod.Fields["spec.nodeName"];

    private static string AccountOf(StoredObject pod) => pod.Fields["spec.serviceAccountName"] is { Length: > 0 } named ? named : "default";
}
