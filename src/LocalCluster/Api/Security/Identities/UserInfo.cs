using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Security.Identities;

/// <summary>Who makes a request (<c>authentication.k8s.io/v1 UserInfo</c>).</summary>
/// <param name="Name">The user.</param>
/// <param name="Uid">Tells the user from an earlier one of the same name; empty when there is no such thing.</param>
/// <param name="Groups">Every group, <see cref="Authenticated"/> included.</param>
internal sealed record UserInfo(string Name, string Uid, IReadOnlyList<string> Groups)
{
    /// <summary>The group that may do everything.</summary>
    public const string Masters = "system:masters";

    /// <summary>The group of nodes.</summary>
    public const string Nodes = "system:nodes";

    /// <summary>The group of everybody who has proved who he is.</summary>
    public const string Authenticated = "system:authenticated";

    /// <summary>The group of everybody else.</summary>
    public const string Unauthenticated = "system:unauthenticated";

    /// <summary>Starts the name of a node's user.</summary>
    public const string NodePrefix = "system:node:";

    /// <summary>Who has shown no token.</summary>
    public static readonly UserInfo Anonymous = new("system:anonymous", "", [Unauthenticated]);

    /// <summary>Further facts, such as the pod that a token is bound to.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The node that the user is, or null when he is none.</summary>
    public string? Node => IsIn(Nodes) && Name.StartsWith(NodePrefix, StringComparison.Ordinal) ? Name[NodePrefix.Length..] : null;

    public bool IsIn(string group) => Groups.Contains(group);

    /// <summary>A user of the cluster's own making.</summary>
    public static UserInfo Of(string name, params IEnumerable<string> groups) => new(name, "", [.. groups, Authenticated]);

    public static UserInfo OfNode(string node) => Of(NodePrefix + node, Nodes);

    /// <summary>As reviews show it.</summary>
    public JsonObject ToJson()
    {
        var body = new JsonObject { ["username"] = Name };
        if (Uid.Length > 0) body["uid"] = Uid;
        body["groups"] = new JsonArray([.. Groups.Select(g => (JsonNode)g)]);
        if (Extra.Count > 0)
            body["extra"] = new JsonObject(Extra.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)new JsonArray([.. e.Value.Select(v => (JsonNode)v)]))));
        return body;
    }
}
