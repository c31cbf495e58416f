using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources.Kinds;

/// <summary>Roles and ClusterRoles (<c>pkg/apis/rbac/validation</c>).</summary>
internal sealed class RoleStrategy<T>(bool isNamespaced) : TypedStrategy<T>
{
    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        foreach (var rule in new Spot(body, "", errors).Each("rules"))
        {
            if (!rule.Each("verbs").Any()) errors.Add(FieldError.Required(rule["verbs"].Path, "verbs must contain at least one value"));
            if (rule.Each("nonResourceURLs").Any())
            {
                if (isNamespaced) rule["nonResourceURLs"].Invalid("namespaced rules cannot apply to non-resource URLs");
                if (rule.Each("apiGroups").Any() || rule.Each("resources").Any() || rule.Each("resourceNames").Any())
                    rule["nonResourceURLs"].Invalid("rules cannot apply to both regular resources and non-resource URLs");
                continue;
            }

            if (!rule.Each("apiGroups").Any()) errors.Add(FieldError.Required(rule["apiGroups"].Path, "resource rules must supply at least one api group"));
            if (!rule.Each("resources").Any()) errors.Add(FieldError.Required(rule["resources"].Path, "resource rules must supply at least one resource"));
        }
    }
}

/// <summary>RoleBindings and ClusterRoleBindings.</summary>
internal sealed class RoleBindingStrategy<T>(bool isNamespaced) : TypedStrategy<T>
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        body.Child("roleRef")?.Default("apiGroup", Group);
        foreach (var subject in body.Objects("subjects"))
            if (subject["kind"].Text() is "User" or "Group") subject.Default("apiGroup", Group);
    }

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var root = new Spot(body, "", errors);
        var role = root["roleRef"];
        if (role["apiGroup"].Text != Group) errors.Add(FieldError.NotSupported(role["apiGroup"].Path, role["apiGroup"].Text, [Group]));
        if (isNamespaced) CheckKind(role["kind"], "Role", "ClusterRole");
        else CheckKind(role["kind"], "ClusterRole");
        role["name"].Required();
        foreach (var subject in root.Each("subjects"))
        {
            subject["name"].Required();
            CheckKind(subject["kind"], "ServiceAccount", "User", "Group");
            if (subject["kind"].Text != "ServiceAccount") continue;
            if (subject["apiGroup"].IsSet) errors.Add(FieldError.NotSupported(subject["apiGroup"].Path, subject["apiGroup"].Text, [""]));
            subject["namespace"].Required();
        }
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors) =>
        new Spot(body, "", errors)["roleRef"].Immutable(old["roleRef"], "cannot change roleRef");

    private static void CheckKind(Spot kind, params string[] known)
    {
        if (!known.Contains(kind.Text)) kind.Errors.Add(FieldError.NotSupported(kind.Path, kind.Text, known));
    }
}
