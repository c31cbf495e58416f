using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Security.Identities;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>What a user has by one binding.</summary>
/// <param name="Source">The binding, as reasons name it.</param>
/// <param name="Rules">The rules of its role; null when there is no such role.</param>
/// <param name="Role">The role.</param>
internal sealed record Grant(string Source, IReadOnlyList<PolicyRule>? Rules, RoleReference Role);

/// <summary>The roles and bindings that are stored, read once and followed: every request asks.</summary>
internal sealed class RoleBook
{
    private static readonly ResourceName Roles = ServedKinds.Roles.Storage, ClusterRoles = ServedKinds.ClusterRoles.Storage,
        RoleBindings = ServedKinds.RoleBindings.Storage, ClusterRoleBindings = ServedKinds.ClusterRoleBindings.Storage;

    private readonly Lock gate = new();
    private readonly Dictionary<ObjectKey, IReadOnlyList<PolicyRule>> rules = [];
    private readonly Dictionary<string, Dictionary<ObjectKey, RoleBinding>> bindings = [];

    /// <summary>Takes up what an earlier run stored.</summary>
    public void Load(ObjectStore store)
    {
        foreach (var resource in (ResourceName[])[Roles, ClusterRoles, RoleBindings, ClusterRoleBindings])
        {
            foreach (var stored in store.List(resource, Scope.All).Objects) Set(stored);
        }
    }

    /// <summary>Follows the roles and bindings as they are written. Called under the store's lock.</summary>
    public void Follow(Change change)
    {
        var key = change.Object.Key;
        if (key.Resource != Roles && key.Resource != ClusterRoles && key.Resource != RoleBindings && key.Resource != ClusterRoleBindings) return;
        if (change.Type != ChangeType.Deleted) Set(change.Object);
        else Remove(key);
    }

    /// <summary>What a user has in a namespace: by cluster-wide bindings first. An empty namespace is the cluster as a whole.</summary>
    public IReadOnlyList<Grant> GrantsOf(UserInfo user, string ns)
    {
        lock (gate)
        {
            return [.. Of("", user), .. ns.Length > 0 ? Of(ns, user) : []];
        }
    }

    /// <summary>The rules of a role, or null when there is none of that name.</summary>
    public IReadOnlyList<PolicyRule>? RulesOf(RoleReference role, string ns)
    {
        lock (gate) return Find(role, ns);
    }

    private IEnumerable<Grant> Of(string ns, UserInfo user)
    {
        foreach (var binding in bindings.GetValueOrDefault(ns)?.Values ?? Enumerable.Empty<RoleBinding>())
        {
            if (binding.SubjectOf(user) is { } subject) yield return new Grant(binding.Describe(subject), Find(binding.Role, ns), binding.Role);
        }
    }

    private IReadOnlyList<PolicyRule>? Find(RoleReference role, string ns) =>
        rules.GetValueOrDefault(role.Kind == "Role" ? ServedKinds.Roles.Key(ns, role.Name) : ServedKinds.ClusterRoles.Key(null, role.Name));

    private void Set(StoredObject stored)
    {
        var body = stored.Parse();
        lock (gate)
        {
            if (stored.Key.Resource == Roles || stored.Key.Resource == ClusterRoles)
            {
                rules[stored.Key] = PolicyRule.ReadAll(body);
                return;
            }

            if (!bindings.TryGetValue(stored.Key.Namespace, out var there)) bindings[stored.Key.Namespace] = there = [];
            there[stored.Key] = new RoleBinding(stored.Key, body);
        }
    }

    private void Remove(ObjectKey key)
    {
        lock (gate)
        {
            rules.Remove(key);
            if (bindings.TryGetValue(key.Namespace, out var there) && there.Remove(key) && there.Count == 0) bindings.Remove(key.Namespace);
        }
    }
}
