using LustreSupervisor.LocalCluster.Api.Selectors;

namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>The objects of one kind in the order of lists (namespace, then name), their history and their watchers. Guarded by the store's lock.</summary>
internal sealed class ResourceTable(int historyLimit, long openedAt)
{
    private readonly SortedDictionary<ObjectKey, StoredObject> objects = new(Comparer<ObjectKey>.Create(Compare));
    private readonly HashSet<Subscription> subscriptions = [];

    public WatchHistory History { get; } = new(historyLimit, openedAt);

    public IEnumerable<StoredObject> Objects => objects.Values;

    public StoredObject? Find(ObjectKey key) => objects.GetValueOrDefault(key);

    public void Load(StoredObject stored) => objects[stored.Key] = stored;

    public void Apply(Change change)
    {
        if (change.Type == ChangeType.Deleted) objects.Remove(change.Object.Key);
        else objects[change.Object.Key] = change.Object;
        History.Add(change);
        foreach (var subscription in subscriptions) subscription.Offer(change);
    }

    public StoredObject[] Select(Scope scope) => [.. objects.Values.Where(scope.Contains)];

    /// <summary>What there was at an earlier resourceVersion: the present, with the changes since then undone.</summary>
    /// <exception cref="VersionExpiredException">Changes after <paramref name="version"/> have been forgotten.</exception>
    public StoredObject[] SelectAt(long version, Scope scope)
    {
        var changes = History.After(version);
        if (changes.Count == 0) return Select(scope);
        var then = new SortedDictionary<ObjectKey, StoredObject>(objects, objects.Comparer);
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            if (changes[i].Previous is { } previous) then[previous.Key] = previous;
            else then.Remove(changes[i].Object.Key);
        }

        return [.. then.Values.Where(scope.Contains)];
    }

    public void Join(Subscription subscription) => subscriptions.Add(subscription);

    public void Leave(Subscription subscription) => subscriptions.Remove(subscription);

    private static int Compare(ObjectKey left, ObjectKey right)
    {
        var byNamespace = string.CompareOrdinal(left.Namespace, right.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(left.Name, right.Name);
    }
}
