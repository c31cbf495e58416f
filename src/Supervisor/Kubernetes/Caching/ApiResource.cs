namespace LustreSupervisor.Supervisor.Kubernetes.Caching;

/// <summary>A collection of objects in the API.</summary>
/// <param name="Root"><c>api/v1</c> or <c>apis/GROUP/VERSION</c>.</param>
/// <param name="Plural">Name in the path, such as <c>pods</c>.</param>
/// <param name="Namespace">Namespace, null for all of them and for cluster-scoped kinds.</param>
/// <param name="LabelSelector">Selector, null for every object.</param>
internal sealed record ApiResource(string Root, string Plural, string? Namespace = null, string? LabelSelector = null)
{
    /// <summary>Objects asked for at once in a list (kubectl's own chunk size).</summary>
    private const int PageSize = 500;

    private string Collection => Namespace is null ? $"{Root}/{Plural}" : $"{Root}/namespaces/{Namespace}/{Plural}";

    private string Selector => LabelSelector is null ? "" : $"&labelSelector={Uri.EscapeDataString(LabelSelector)}";

    /// <summary>Path of one page of a list.</summary>
    public string ListPath(string continuation) =>
        $"{Collection}?limit={PageSize}{Selector}{(continuation.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(continuation)}")}";

    /// <summary>Path of a watch that starts after a resource version.</summary>
    public string WatchPath(string version, TimeSpan life) =>
        $"{Collection}?watch=true&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(version)}"
        + $"&timeoutSeconds={(int)life.TotalSeconds}{Selector}";
}
