using LustreSupervisor.LocalCluster.Api.Selectors;

namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>What a watcher is told.</summary>
internal enum ChangeType
{
    /// <summary>The object came to be, or came into the watcher's selection.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone, or left the watcher's selection.</summary>
    Deleted,

    /// <summary>Nothing happened up to a resourceVersion.</summary>
    Bookmark,
}

/// <summary>One committed change of one object.</summary>
/// <param name="Type">Added, modified or deleted.</param>
/// <param name="Object">The object after the change; of a deleted one the last state, under the resourceVersion of its deletion.</param>
/// <param name="Previous">The object before; null when it is new.</param>
internal sealed record Change(ChangeType Type, StoredObject Object, StoredObject? Previous)
{
    private StoredObject? departed;

    public long Version => Object.Version;

    /// <summary>
    /// The change as seen through a selection: an object that starts to match was added, one that ceases to match was deleted.
    /// Called under the store's lock.
    /// </summary>
    public WatchItem? Through(Scope scope)
    {
        var now = Type != ChangeType.Deleted && scope.Contains(Object);
        var before = Previous is not null && scope.Contains(Previous);
        if (now) return new WatchItem(before ? ChangeType.Modified : ChangeType.Added, Object, Version);
        if (!before) return null;
        return new WatchItem(ChangeType.Deleted, Type == ChangeType.Deleted ? Object : departed ??= Previous!.At(Version), Version);
    }
}

/// <summary>One entry of a watch; <paramref name="Object"/> is null for a bookmark.</summary>
internal sealed record WatchItem(ChangeType Type, StoredObject? Object, long Version);
