using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>A ClusterRole that every cluster has, and the groups that it is bound to.</summary>
/// <param name="Name">Its name, and that of its binding.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Groups">The groups that have it; none: no binding.</param>
internal sealed record BootstrapRole(string Name, IReadOnlyList<PolicyRule> Rules, params IReadOnlyList<string> Groups)
{
    private const string LabelPrefix = "rbac.authorization.k8s.io/";

    /// <summary>The label by which other roles take up its rules; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>The label of the roles whose rules it takes up; null when it has rules of its own.</summary>
    public string? AggregatedFrom { get; init; }

    public JsonObject ToRole()
    {
        var body = new JsonObject { ["metadata"] = Meta() };
        if (Label is not null) body["metadata"]!["labels"]![LabelPrefix + Label] = "true";
        if (AggregatedFrom is not null)
        {
            body["aggregationRule"] = new JsonObject
            {
                ["clusterRoleSelectors"] = new JsonArray(new JsonObject { ["matchLabels"] = new JsonObject { [LabelPrefix + AggregatedFrom] = "true" } }),
            };
        }

        body["rules"] = new JsonArray([.. Rules.Select(r => (JsonNode)r.ToJson())]);
        return body;
    }

    public JsonObject ToBinding() => new()
    {
        ["metadata"] = Meta(),
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = Name },
        ["subjects"] = new JsonArray([.. Groups.Select(g => (JsonNode)new JsonObject
        {
            ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = g,
        })]),
    };

    private JsonObject Meta() => new()
    {
        ["name"] = Name,
        ["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" },
        ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" },
    };
}
