using System.Text.Json.Nodes;

namespace LustreSupervisor.Supervisor.Cli.Cluster;

/// <summary>Finds a resource by the name that a person types: its own name, or a target's Lustre label.</summary>
internal static class ResourceLookup
{
    /// <summary>Every resource of that name, at least one.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="space">Its namespace; null searches all of them.</param>
    /// <param name="name">Name, or label of a target in any case.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static async Task<IReadOnlyList<JsonObject>> FindAllAsync(
        ClusterClient cluster, ResourceKind kind, string? space, string name, CancellationToken cancellationToken)
    {
        var all = await cluster.ListAsync(kind, space, cancellationToken);
        var found = all.Where(item => item.Text("metadata", "name") == name).ToList();
        if (found.Count == 0)
            found = [.. all.Where(item => item.Text("spec", "label").Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (found.Count > 0)
            return found;
        var place = space is null ? "" : $" in namespace {space}";
        throw new UserErrorException($"no {kind.Singular} \"{name}\"{place}", Suggestion(all));
    }

    /// <summary>The one resource of that name.</summary>
    /// <inheritdoc cref="FindAllAsync"/>
    /// <exception cref="UserErrorException">There is none, or there are several.</exception>
    public static async Task<JsonObject> FindOneAsync(
        ClusterClient cluster, ResourceKind kind, string? space, string name, CancellationToken cancellationToken)
    {
        var found = await FindAllAsync(cluster, kind, space, name, cancellationToken);
        return found.Count == 1
            ? found[0]
            : throw new UserErrorException(
                $"{found.Count} {kind.Plural} are named \"{name}\"",
                $"say which by -n {string.Join(" or -n ", found.Select(item => item.Text("metadata", "namespace")))}");
    }

    private static string? Suggestion(IReadOnlyList<JsonObject> all)
    {
        const int NamesMax = 8;
        if (all.Count == 0)
            return null;
        var names = all.Take(NamesMax).Select(item => item.Text("metadata", "name"));
        return $"there are {string.Join(", ", names)}{(all.Count > NamesMax ? ", …" : "")}";
    }
}
