using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Supervisor.Kubernetes.SelfFencing;

/// <summary>Which sets a node is to obey.</summary>
internal static class SelfFencePlan
{
    /// <summary>
    /// Sets of the file systems that are known, as their plans say; a set of a file system that is not known stays as it is until that is
    /// known to be gone: a supervisor that has just started knows little, and must not call off anybody's fence.
    /// </summary>
    /// <param name="node">Name of the node.</param>
    /// <param name="present">Sets that it is told to obey now.</param>
    /// <param name="known">File systems that are known.</param>
    /// <param name="isGone">Whether a file system, by <c>NAMESPACE/NAME</c>, is known to be gone.</param>
    public static ImmutableArray<GrantSet> SetsOf(
        string node, ImmutableArray<GrantSet> present, IEnumerable<FilesystemState> known, Func<string, bool> isGone)
    {
        var states = known.Where(f => f.Spec is not null).ToDictionary(f => $"{f.Namespace}/{f.Name}", StringComparer.Ordinal);
        var wanted = states.Where(f => f.Value.Spec!.Healing.SelfFenceEnabled && !f.Value.Servers.IsEmpty)
            .Select(f => new GrantSet(f.Key, FenceScopes.SelfFenceSet(f.Value), f.Value.Spec!.Healing.SelfFenceGrantSeconds))
            .Where(s => s.Nodes.Length >= GrantSet.NodesMin && s.Nodes.Contains(node));
        var kept = present.Where(s => !states.ContainsKey(s.Filesystem) && !isGone(s.Filesystem));
        return [.. wanted.Concat(kept).OrderBy(s => s.Filesystem, StringComparer.Ordinal)];
    }
}
