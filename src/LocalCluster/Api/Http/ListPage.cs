using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>One page of a list.</summary>
/// <param name="Objects">What is on the page.</param>
/// <param name="Version">The resourceVersion of the whole list.</param>
/// <param name="Continue">Token of the next page, or null when this is the last.</param>
/// <param name="Remaining">Objects after this page; null when the list is a selection, of which the real server does not know it.</param>
internal sealed record ListPage(IReadOnlyList<StoredObject> Objects, long Version, string? Continue, int? Remaining)
{
    /// <summary>The first <paramref name="size"/> of <paramref name="objects"/>, or all for 0.</summary>
    public static ListPage Cut(IReadOnlyList<StoredObject> objects, long version, long size, Scope scope)
    {
        if (size <= 0 || objects.Count <= size) return new ListPage(objects, version, null, null);
        var page = objects.Take((int)size).ToArray();
        var last = page[^1].Key;
        var start = scope.Namespace is null && last.Namespace.Length > 0 ? $"{last.Namespace}/{last.Name}" : last.Name;
        return new ListPage(page, version, new ContinueToken(version, start).ToString(), scope.SelectsAll ? objects.Count - page.Length : null);
    }

    /// <summary>The objects after the key <paramref name="start"/> of a token.</summary>
    public static IReadOnlyList<StoredObject> After(StoredObject[] objects, string start, Scope scope)
    {
        var slash = start.IndexOf('/', StringComparison.Ordinal);
        var (ns, name) = slash < 0 ? (scope.Namespace ?? "", start) : (start[..slash], start[(slash + 1)..]);
        return [.. objects.SkipWhile(o => Compare(o.Key, ns, name) <= 0)];
    }

    private static int Compare(ObjectKey key, string ns, string name)
    {
        var byNamespace = string.CompareOrdinal(key.Namespace, ns);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(key.Name, name);
    }
}
