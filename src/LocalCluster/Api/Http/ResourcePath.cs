using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>A path below <c>/api/v1</c> or <c>/apis/GROUP/VERSION</c>, taken apart but not yet looked up.</summary>
internal sealed record ResourcePath(string Group, string Version, string? Namespace, string Plural, string? Name, string Subresource)
{
    /// <summary>Segments of the longest path: <c>apis/G/V/namespaces/NS/PLURAL/NAME/SUB</c>.</summary>
    private const int SegmentsMax = 8;

    /// <summary>Takes a path apart, or returns null when it cannot be one of a resource.</summary>
    public static ResourcePath? Parse(string[] segments)
    {
        if (segments.Length > SegmentsMax || segments.Any(s => s.Length == 0)) return null;
        return segments switch
        {
            ["api", var version, .. var rest] => Parse("", version, rest),
            ["apis", var group, var version, .. var rest] => Parse(group, version, rest),
            _ => null,
        };
    }

    /// <summary>The kind meant, if it is served and lies where the path says.</summary>
    public ResourceType? Resolve(ResourceRegistry registry)
    {
        var type = registry.Find(Group, Version, Plural);
        if (type is null) return null;
        if (Namespace is not null) return type.Namespaced ? type : null;
        return type.Namespaced && Name is not null ? null : type;
    }

    private static ResourcePath? Parse(string group, string version, string[] rest) => rest switch
    {
        ["namespaces", var name, "status"] when group.Length == 0 => new(group, version, null, "namespaces", name, "status"),
        ["namespaces", var ns, var plural] => new(group, version, ns, plural, null, ""),
        ["namespaces", var ns, var plural, var name] => new(group, version, ns, plural, name, ""),
        ["namespaces", var ns, var plural, var name, var sub] => new(group, version, ns, plural, name, sub),
        [var plural] => new(group, version, null, plural, null, ""),
        [var plural, var name] => new(group, version, null, plural, name, ""),
        [var plural, var name, var sub] => new(group, version, null, plural, name, sub),
        _ => null,
    };
}
