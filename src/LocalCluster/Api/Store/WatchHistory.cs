using LustreSupervisor.LocalCluster.Api.Selectors;

namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>The latest changes of one kind, from which a broken watch resumes without a list.</summary>
internal sealed class WatchHistory(int limit, long floor)
{
    /// <summary>
    /// Changes kept for each kind. The busiest kind of a laptop cluster changes a few times a second, so that a client may be
    /// away for minutes; at a few KiB each the whole stays within tens of MiB.
    /// </summary>
    internal const int LimitDefault = 4096;

    private readonly Queue<Change> changes = new();

    /// <summary>The oldest resourceVersion a watch may start from: everything after it is still here.</summary>
    public long Floor { get; private set; } = floor;

    public void Add(Change change)
    {
        changes.Enqueue(change);
        if (changes.Count > limit) Floor = changes.Dequeue().Version;
    }

    /// <exception cref="VersionExpiredException">Changes after <paramref name="version"/> have been forgotten.</exception>
    public List<WatchItem> Since(long version, Scope scope) => [.. After(version).Select(c => c.Through(scope)).OfType<WatchItem>()];

    /// <summary>The changes after <paramref name="version"/>, the oldest first.</summary>
    /// <exception cref="VersionExpiredException">Some of them have been forgotten.</exception>
    public List<Change> After(long version)
    {
        if (version < Floor) throw new VersionExpiredException(version, Floor);
        return [.. changes.Where(c => c.Version > version)];
    }
}
