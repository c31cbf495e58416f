namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>Decides by roles and bindings (<c>plugin/pkg/auth/authorizer/rbac</c>).</summary>
internal sealed class RbacAuthorizer(RoleBook book)
{
    public Decision Decide(AccessRequest request)
    {
        var lost = new List<string>();
        foreach (var grant in book.GrantsOf(request.User, request.IsResource ? request.Namespace : ""))
        {
            if (grant.Rules is null) lost.Add($"{grant.Role.Kind.ToLowerInvariant()}.rbac.authorization.k8s.io \"{grant.Role.Name}\" not found");
            else if (grant.Rules.Any(rule => rule.Allows(request))) return Decision.Allow($"RBAC: allowed by {grant.Source}");
        }

        var distinct = lost.Distinct().ToList();
        return Decision.Refuse(distinct.Count switch { 0 => "", 1 => $"RBAC: {distinct[0]}", _ => $"RBAC: [{string.Join(", ", distinct)}]" });
    }
}
