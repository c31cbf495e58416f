namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>An apply would change fields that other managers own, and was not forced.</summary>
internal sealed class ApplyConflictException(IReadOnlyList<(string Manager, string Path)> conflicts) : Exception(Describe(conflicts))
{
    /// <summary>Each field in dispute with its owner, as <see cref="FieldOwner.ToString"/> names it.</summary>
    public IReadOnlyList<(string Manager, string Path)> Conflicts { get; } = conflicts;

    private static string Describe(IReadOnlyList<(string Manager, string Path)> conflicts)
    {
        if (conflicts.Count == 1) return $"Apply failed with 1 conflict: conflict with {conflicts[0].Manager}: {conflicts[0].Path}";
        var groups = conflicts.GroupBy(c => c.Manager).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"conflicts with {g.Key}:\n{string.Join('\n', g.Select(c => "- " + c.Path))}");
        return $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', groups)}";
    }
}
