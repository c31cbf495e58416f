using System.Collections.Immutable;
using LustreSupervisor.Agent.Kubernetes;
using LustreSupervisor.Topology.Agents.Grants;

namespace LustreSupervisor.Agent.Node;

/// <summary>Between the documents of the API server and the words of the core.</summary>
internal static class GrantSettings
{
    /// <summary>Nodes of a set at most: more than any file system has servers.</summary>
    private const int NodesMax = 4096;

    /// <summary>Sets of a document. A set that makes no sense is left out: it came past the API server's schema.</summary>
    public static ImmutableArray<GrantSet> Sets(SelfFenceDocument? document) =>
    [
        .. (document?.Sets ?? []).Where(IsSound).Select(s => new GrantSet(
            s.Filesystem, [.. s.Nodes.Select(n => n.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], s.GrantSeconds)),
    ];

    /// <summary>Where the nodes of a document are dialled, by name.</summary>
    public static ImmutableDictionary<string, string> Endpoints(SelfFenceDocument? document) => (document?.Sets ?? [])
        .SelectMany(s => s.Nodes).Where(n => n.Endpoint is { Length: > 0 })
        .GroupBy(n => n.Name, StringComparer.Ordinal).ToImmutableDictionary(g => g.Key, g => g.Last().Endpoint!, StringComparer.Ordinal);

    /// <summary>Sets as a document, with the endpoints that are known.</summary>
    public static List<GrantSetDocument> Documents(ImmutableArray<GrantSet> sets, ImmutableDictionary<string, string>? endpoints = null) =>
    [
        .. sets.Select(s => new GrantSetDocument
        {
            Filesystem = s.Filesystem,
            GrantSeconds = s.GrantSeconds,
            Nodes = [.. s.Nodes.Select(n => new GrantNodeDocument { Name = n, Endpoint = endpoints?.GetValueOrDefault(n) })],
        }),
    ];

    private static bool IsSound(GrantSetDocument set) =>
        set.GrantSeconds is >= GrantTimes.GrantSecondsMin and <= GrantTimes.GrantSecondsMax && set.Nodes.Count is > 0 and <= NodesMax;
}
