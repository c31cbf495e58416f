using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>
/// Fills the roles that are made from others (<c>clusterrole-aggregation-controller</c>): every ClusterRole with an aggregation rule has the
/// rules of all roles that its selectors match.
/// </summary>
internal sealed class RoleKeeper(ObjectStore store, ClusterWriter writer) : IController
{
    private const string Manager = "clusterrole-aggregation-controller";

    /// <inheritdoc/>
    public string Name => Manager;

    /// <summary>
    /// Makes the roles and bindings that every cluster has, and gives those that are there the rules and subjects that they lack: an older
    /// cluster may have been started by an older program. What people added stays.
    /// </summary>
    public void Ensure()
    {
        foreach (var role in BootstrapRoles.All)
        {
            Ensure(ServedKinds.ClusterRoles, role.ToRole(), "rules");
            if (role.Groups.Count > 0) Ensure(ServedKinds.ClusterRoleBindings, role.ToBinding(), "subjects");
        }

        // Roles are made from roles that are made from roles: once for each level.
        foreach (var _ in (string[])["view", "edit", "admin"]) Pass();
    }

    /// <inheritdoc/>
    public bool Concerns(Change change) => change.Object.Key.Resource == ServedKinds.ClusterRoles.Storage;

    /// <inheritdoc/>
    public TimeSpan? Pass()
    {
        var roles = store.List(ServedKinds.ClusterRoles.Storage, Scope.All).Objects;
        foreach (var (role, body) in roles.Select(r => (r, r.Parse())).Where(r => r.Item2.Child("aggregationRule") is not null))
        {
            var rules = Gather(role, body, roles);
            if (!JsonNode.DeepEquals(body["rules"] ?? new JsonArray(), rules))
                writer.ChangeMain(ServedKinds.ClusterRoles, role.Key, role.Uid, current => current["rules"] = rules.DeepClone(), Manager);
        }

        return null;
    }

    private static JsonArray Gather(StoredObject role, JsonObject body, StoredObject[] roles)
    {
        var rules = new JsonArray();
        foreach (var selector in body.Child("aggregationRule").Objects("clusterRoleSelectors"))
        {
            foreach (var source in roles.Where(r => r.Key != role.Key && ObjectSelector.Matches(selector, r.Labels)))
            {
                foreach (var rule in source.Parse().Objects("rules").Where(rule => !rules.Any(known => JsonNode.DeepEquals(known, rule))))
                    rules.Add(rule.DeepClone());
            }
        }

        return rules;
    }

    private void Ensure(ResourceType type, JsonObject wanted, string list)
    {
        var key = type.Key(null, wanted.Name()!);
        if (store.Find(key) is not { } found)
        {
            writer.Create(type, null, wanted);
            return;
        }

        var body = found.Parse();
        var isKept = body.At("metadata", "annotations", "rbac.authorization.kubernetes.io/autoupdate").Text() != "false";
        List<JsonNode> missing = [.. wanted.Objects(list).Where(w => body.Items(list)?.Any(h => JsonNode.DeepEquals(h, w)) != true).Select(w => w.DeepClone())];
        if (!isKept || missing.Count == 0) return;
        writer.ChangeMain(type, key, found.Uid, current =>
        {
            if (current[list] is not JsonArray items) current[list] = items = [];
            foreach (var item in missing) items.Add(item.DeepClone());
        });
    }
}
