using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Security.Identities;
using LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>The role that a binding grants.</summary>
/// <param name="Kind"><c>Role</c> or <c>ClusterRole</c>.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct RoleReference(string Kind, string Name)
{
    public static RoleReference Read(JsonObject binding) =>
        new(binding.TextAt("roleRef", "kind") ?? "", binding.TextAt("roleRef", "name") ?? "");
}

/// <summary>A RoleBinding or ClusterRoleBinding.</summary>
internal sealed class RoleBinding
{
    private readonly IReadOnlyList<(string Kind, string Namespace, string Name)> subjects;

    public RoleBinding(ObjectKey key, JsonObject body)
    {
        Key = key;
        Role = RoleReference.Read(body);
        subjects =
        [
            .. body.Objects("subjects").Select(s =>
                (s["kind"].Text() ?? "", s["namespace"].Text() is { Length: > 0 } ns ? ns : key.Namespace, s["name"].Text() ?? "")),
        ];
    }

    public ObjectKey Key { get; }

    public RoleReference Role { get; }

    /// <summary>The subject by which a user has the role, as reasons name it, or null when he has it not.</summary>
    public string? SubjectOf(UserInfo user)
    {
        foreach (var (kind, ns, name) in subjects)
        {
            if (kind == "User" && name == user.Name) return $"User \"{name}\"";
            if (kind == "Group" && user.IsIn(name)) return $"Group \"{name}\"";
            if (kind == "ServiceAccount" && user.Name == ServiceAccountNames.User(ns, name)) return $"ServiceAccount \"{name}/{ns}\"";
        }

        return null;
    }

    /// <summary>As reasons name it.</summary>
    public string Describe(string subject) => Key.Namespace.Length == 0
        ? $"ClusterRoleBinding \"{Key.Name}\" of {Role.Kind} \"{Role.Name}\" to {subject}"
        : $"RoleBinding \"{Key.Name}/{Key.Namespace}\" of {Role.Kind} \"{Role.Name}\" to {subject}";
}
