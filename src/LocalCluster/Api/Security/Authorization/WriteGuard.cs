using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Security.Identities;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>
/// Looks at a write when the object is known as it would be stored: whether it grants more than its writer has, whether a node stays with
/// what is its own, and whether a PUT or apply that turns out to create may create.
/// </summary>
internal sealed class WriteGuard(Authorizer authorizer, RoleBook book)
{
    private static readonly string[] CollectorsFields = ["ownerReferences", "finalizers", "managedFields", "resourceVersion", "generation"];

    private static readonly PolicyRule[] Everything =
    [
        new() { Verbs = ["*"], Groups = ["*"], Resources = ["*"] }, new() { Verbs = ["*"], Paths = ["*"] },
    ];

    /// <summary>Checks a write.</summary>
    /// <param name="access">What was asked for, and by whom.</param>
    /// <param name="type">The kind.</param>
    /// <param name="old">The object before; null when it is new.</param>
    /// <param name="body">The object after.</param>
    /// <exception cref="StatusException">403: not this.</exception>
    public void Check(AccessRequest access, ResourceType type, JsonObject? old, JsonObject body)
    {
        if (access.User.IsIn(UserInfo.Masters)) return;
        if (old is null && access.Verb != "create") authorizer.Check(access with { Verb = "create" });
        if (access.User.Node is { } node) CheckNode(node, type, old, body);
        if (type.Group != ServedKinds.Roles.Group || (old is not null && IsForCollector(old, body))) return;
        if (type == ServedKinds.Roles || type == ServedKinds.ClusterRoles) CheckRole(access, type, old, body);
        else CheckBinding(access, type, body);
    }

    private static void CheckNode(string node, ResourceType type, JsonObject? old, JsonObject body)
    {
        var name = body.Name() ?? "";
        if (old is not null) return;
        if (type == BuiltIns.Nodes && name != node) throw Errors.Forbidden(type, name, $"node \"{node}\" is not allowed to modify node \"{name}\"");
        if (type == BuiltIns.Leases && name != node)
            throw Errors.Forbidden(type, name, $"can only access node lease with the same name as the requesting node");
        if (type == BuiltIns.Pods)
            throw Errors.Forbidden(type, name, $"pod does not have \"kubernetes.io/config.mirror\" annotation, node \"{node}\" can only create mirror pods");
    }

    private void CheckRole(AccessRequest access, ResourceType type, JsonObject? old, JsonObject body)
    {
        if (authorizer.Decide(access with { Verb = "escalate" }).IsAllowed) return;
        Confirm(access, type, body, PolicyRule.ReadAll(body));
        if (body.Child("aggregationRule") is not { } rule || JsonNode.DeepEquals(rule, old?["aggregationRule"])) return;
        if (Escalation.Find(access.User, Held(access), Everything) is not null)
            throw Errors.Forbidden(type, body.Name() ?? "", "must have cluster-admin privileges to use the aggregationRule");
    }

    private void CheckBinding(AccessRequest access, ResourceType type, JsonObject body)
    {
        var role = RoleReference.Read(body);
        var roles = role.Kind == "Role" ? ServedKinds.Roles : ServedKinds.ClusterRoles;
        var bind = new AccessRequest(access.User, "bind")
        {
            Group = roles.Group, Version = roles.Version, Resource = roles.Plural, Namespace = access.Namespace, Name = role.Name,
        };
        if (authorizer.Decide(bind).IsAllowed) return;
        Confirm(access, type, body, book.RulesOf(role, access.Namespace) ?? throw Errors.NotFound(roles, role.Name));
    }

    private void Confirm(AccessRequest access, ResourceType type, JsonObject body, IReadOnlyList<PolicyRule> wanted)
    {
        if (Escalation.Find(access.User, Held(access), wanted) is { } why) throw Errors.Forbidden(type, body.Name() ?? "", why);
    }

    private List<PolicyRule> Held(AccessRequest access) => [.. book.GrantsOf(access.User, access.Namespace).SelectMany(g => g.Rules ?? [])];

    /// <summary>Whether nothing but what garbage collection needs is different: that must work whatever the rules are.</summary>
    private static bool IsForCollector(JsonObject old, JsonObject body)
    {
        JsonObject[] both = [old.Copy(), body.Copy()];
        foreach (var one in both)
        {
            foreach (var field in CollectorsFields) one.Meta().Remove(field);
        }

        return JsonNode.DeepEquals(both[0], both[1]);
    }
}
