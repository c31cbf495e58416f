using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Security.Authorization;

/// <summary>One rule of a role (<c>rbac.authorization.k8s.io/v1 PolicyRule</c>): what it lists may be done, in every combination.</summary>
internal sealed record PolicyRule
{
    private const string All = "*";

    public IReadOnlyList<string> Verbs { get; init; } = [];

    public IReadOnlyList<string> Groups { get; init; } = [];

    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Empty: every object.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The lists that are not empty, by their names in an object and in messages.</summary>
    private IEnumerable<(string Name, string Shown, IReadOnlyList<string> Values)> Parts =>
        new (string Name, string Shown, IReadOnlyList<string> Values)[]
        {
            ("verbs", "Verbs", Verbs), ("apiGroups", "APIGroups", Groups), ("resources", "Resources", Resources),
            ("nonResourceURLs", "NonResourceURLs", Paths), ("resourceNames", "ResourceNames", Names),
        }
        .Where(p => p.Values.Count > 0);

    /// <summary>A rule about kinds.</summary>
    /// <param name="verbs">Verbs, separated by commas.</param>
    /// <param name="group">Their API group.</param>
    /// <param name="resources">Plural names, separated by commas.</param>
    public static PolicyRule For(string verbs, string group, string resources) =>
        new() { Verbs = verbs.Split(','), Groups = [group], Resources = resources.Split(',') };

    public static IReadOnlyList<PolicyRule> ReadAll(JsonObject role) => [.. role.Objects("rules").Select(Read)];

    public JsonObject ToJson()
    {
        var body = new JsonObject();
        foreach (var (name, _, values) in Parts) body[name] = new JsonArray([.. values.Select(v => (JsonNode)v)]);
        return body;
    }

    /// <summary>Whether the rule allows a request.</summary>
    public bool Allows(AccessRequest request)
    {
        if (!Has(Verbs, request.Verb)) return false;
        if (!request.IsResource) return Paths.Any(p => CoversPath(p, request.Path));
        return Has(Groups, request.Group) && Resources.Any(r => CoversResource(r, request.FullResource)) && (Names.Count == 0 || Names.Contains(request.Name));
    }

    /// <summary>Whether whoever has this rule also has all that <paramref name="other"/> grants.</summary>
    public bool Covers(PolicyRule other) =>
        HasAll(Verbs, other.Verbs) && HasAll(Groups, other.Groups)
        && other.Resources.All(wanted => Resources.Any(r => CoversResource(r, wanted)))
        && other.Paths.All(wanted => Paths.Any(p => CoversPath(p, wanted)))
        && (Names.Count == 0 || (other.Names.Count > 0 && other.Names.All(Names.Contains)));

    /// <summary>The rule in pieces of one verb on one kind, object or path each.</summary>
    public IEnumerable<PolicyRule> BreakDown()
    {
        foreach (var verb in Verbs)
        {
            foreach (var path in Paths) yield return new PolicyRule { Verbs = [verb], Paths = [path] };
            foreach (var (group, resource) in Groups.SelectMany(g => Resources.Select(r => (g, r))))
            {
                var piece = new PolicyRule { Verbs = [verb], Groups = [group], Resources = [resource] };
                if (Names.Count == 0) yield return piece;
                foreach (var name in Names) yield return piece with { Names = [name] };
            }
        }
    }

    /// <summary>As refusals show it.</summary>
    public override string ToString() => "{" + string.Join(", ", Parts.OrderBy(p => p.Name == "verbs")
        .Select(p => $"{p.Shown}:[{string.Join(' ', p.Values.Select(v => $"\"{v}\""))}]")) + "}";

    private static PolicyRule Read(JsonObject body)
    {
        IReadOnlyList<string> Texts(string name) => [.. body.Items(name)?.Select(v => v.Text()).OfType<string>() ?? []];
        return new PolicyRule
        {
            Verbs = Texts("verbs"), Groups = Texts("apiGroups"), Resources = Texts("resources"), Names = Texts("resourceNames"), Paths = Texts("nonResourceURLs"),
        };
    }

    private static bool Has(IReadOnlyList<string> given, string wanted) => given.Contains(All) || given.Contains(wanted);

    private static bool HasAll(IReadOnlyList<string> given, IReadOnlyList<string> wanted) => given.Contains(All) || wanted.All(given.Contains);

    private static bool CoversResource(string given, string wanted)
    {
        if (given == All || given == wanted) return true;
        var slash = wanted.IndexOf('/', StringComparison.Ordinal);
        return slash >= 0 && given == "*" + wanted[slash..];
    }

    private static bool CoversPath(string given, string wanted) =>
        given == All || given == wanted || (given.EndsWith('*') && wanted.StartsWith(given.TrimEnd('*'), StringComparison.Ordinal));
}
