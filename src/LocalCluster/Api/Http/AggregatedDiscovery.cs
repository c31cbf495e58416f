using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Everything that is served, in one document for <c>/api</c> and one for <c>/apis</c> (<c>apidiscovery.k8s.io</c>).</summary>
internal static class AggregatedDiscovery
{
    private static readonly string[] StatusVerbs = ["get", "patch", "update"];

    /// <summary>The groups in their order, in a version of the document.</summary>
    public static JsonObject Make(IEnumerable<IGrouping<string, ResourceType>> groups, string version) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. groups.Select(Group)]),
    };

    private static JsonObject Group(IGrouping<string, ResourceType> group)
    {
        var meta = new JsonObject { ["creationTimestamp"] = null };
        if (group.Key.Length > 0) meta["name"] = group.Key;
        var versions = group.GroupBy(t => t.Version).OrderBy(v => v.Key, VersionOrder.PreferredFirst).Select(v => new JsonObject
        {
            ["version"] = v.Key,
            ["resources"] = new JsonArray([.. v.OrderBy(t => t.Plural, StringComparer.Ordinal).Select(Resource)]),
            ["freshness"] = "Current",
        });
        return new JsonObject { ["metadata"] = meta, ["versions"] = new JsonArray([.. versions]) };
    }

    private static JsonObject Resource(ResourceType type)
    {
        var entry = new JsonObject
        {
            ["resource"] = type.Plural,
            ["responseKind"] = Kind(type.Group, type.Version, type.Kind),
            ["scope"] = type.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Singular,
            ["verbs"] = Texts(type.Verbs),
        };
        if (type.ShortNames.Count > 0) entry["shortNames"] = Texts(type.ShortNames);
        if (type.Categories.Count > 0) entry["categories"] = Texts(type.Categories);
        var parts = type.OtherSubresources.Select(s => Part(s.Name, Kind(GroupOf(type, s), VersionOf(type, s), s.Kind), [s.Verb])).ToList();
        if (type.HasStatus) parts.Add(Part("status", Kind(type.Group, type.Version, type.Kind), StatusVerbs));
        if (parts.Count > 0) entry["subresources"] = new JsonArray([.. parts]);
        return entry;
    }

    private static string GroupOf(ResourceType type, Subresource part) => part.Version.Length > 0 ? part.Group : type.Group;

    private static string VersionOf(ResourceType type, Subresource part) => part.Version.Length > 0 ? part.Version : type.Version;

    private static JsonObject Part(string name, JsonObject kind, IEnumerable<string> verbs) => new()
    {
        ["subresource"] = name, ["responseKind"] = kind, ["verbs"] = Texts(verbs),
    };

    private static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
