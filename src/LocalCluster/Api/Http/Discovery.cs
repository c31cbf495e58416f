using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>What the server says about itself: versions, groups, kinds.</summary>
internal sealed class Discovery(ResourceRegistry registry)
{
    /// <summary>The Kubernetes release whose API this server follows.</summary>
    private const string Minor = "36";

    /// <summary>The version as <c>kubectl version</c> shows it.</summary>
    internal const string GitVersion = $"v1.{Minor}.0+lustre-local";

    private static readonly string[] StatusVerbs = ["get", "patch", "update"];

    /// <summary>The document at a path, or null when it is none of discovery.</summary>
    public JsonObject? Find(string[] path) => path switch
    {
        ["version"] => Version(),
        ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() },
        ["apis"] => new JsonObject
        {
            ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups().Select(g => (JsonNode)Group(g))]),
        },
        ["apis", var group] => Groups().FirstOrDefault(g => g.Key == group) is { } found ? Standalone(Group(found), "APIGroup") : null,
        ["api", var version] => Resources("", version),
        ["apis", var group, var version] => Resources(group, version),
        _ => null,
    };

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = Minor,
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "",
        ["platform"] = "linux/amd64",
    };

    /// <summary>The aggregated document of <c>/api</c> or <c>/apis</c>.</summary>
    public JsonObject Aggregated(string root, string version) =>
        AggregatedDiscovery.Make(root == "api" ? registry.Types.Where(t => t.Group.Length == 0).GroupBy(t => t.Group) : Groups(), version);

    private IEnumerable<IGrouping<string, ResourceType>> Groups() =>
        registry.Types.Where(t => t.Group.Length > 0).GroupBy(t => t.Group).OrderByDescending(g => GroupPriority.Of(g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal);

    private static JsonObject Group(IGrouping<string, ResourceType> group)
    {
        var versions = group.Select(t => t.Version).Distinct().Order(VersionOrder.PreferredFirst)
            .Select(v => new JsonObject { ["groupVersion"] = $"{group.Key}/{v}", ["version"] = v }).ToList();
        return new JsonObject
        {
            ["name"] = group.Key,
            ["versions"] = new JsonArray([.. versions]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    private JsonObject? Resources(string group, string version)
    {
        var types = registry.Types.Where(t => t.Group == group && t.Version == version).OrderBy(t => t.Plural, StringComparer.Ordinal).ToList();
        if (types.Count == 0) return null;
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = types[0].ApiVersion,
            ["resources"] = new JsonArray([.. types.SelectMany(Describe)]),
        };
    }

    private static IEnumerable<JsonNode> Describe(ResourceType type)
    {
        var main = Entry(type, type.Plural, type.Singular, type.Verbs);
        if (type.ShortNames.Count > 0) main["shortNames"] = Texts(type.ShortNames);
        if (type.Categories.Count > 0) main["categories"] = Texts(type.Categories);
        yield return main;
        if (type.HasStatus) yield return Entry(type, $"{type.Plural}/status", "", StatusVerbs);
        foreach (var subresource in type.OtherSubresources) yield return Describe(type, subresource);
    }

    private static JsonObject Describe(ResourceType type, Subresource subresource)
    {
        var entry = Entry(type, $"{type.Plural}/{subresource.Name}", "", [subresource.Verb]);
        entry["kind"] = subresource.Kind;
        if (subresource.Group.Length > 0) entry["group"] = subresource.Group;
        if (subresource.Version.Length > 0) entry["version"] = subresource.Version;
        return entry;
    }

    private static JsonObject Entry(ResourceType type, string name, string singular, IEnumerable<string> verbs) => new()
    {
        ["name"] = name,
        ["singularName"] = singular,
        ["namespaced"] = type.Namespaced,
        ["kind"] = type.Kind,
        ["verbs"] = Texts(verbs),
    };

    private static JsonObject Standalone(JsonObject body, string kind)
    {
        body["kind"] = kind;
        body["apiVersion"] = "v1";
        return body;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
