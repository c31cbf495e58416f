using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Selectors;

namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>
/// All objects, one global resourceVersion, and compare-and-swap as the only way to write. A write is on disk before it is visible,
/// and visible to every watcher before it is answered. One lock orders it all; under it there is one small disk write and no waiting.
/// </summary>
internal sealed class ObjectStore : IDisposable
{
    /// <summary>Largest object, bytes. A request may be as large; many patches together must not exceed it either.</summary>
    internal const int ObjectBytesMax = 4 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<ResourceName, ResourceTable> tables = [];
    private readonly OwnerIndex owners = new();
    private readonly ObjectFile file;
    private readonly int historyLimit;
    private readonly int queueLimit;
    private readonly long openedAt;
    private long version;
    private long reserved;

    public ObjectStore(ObjectFile file, int historyLimit = WatchHistory.LimitDefault, int queueLimit = Subscription.QueueLimitDefault)
    {
        this.file = file;
        this.historyLimit = historyLimit;
        this.queueLimit = queueLimit;
        openedAt = version = reserved = file.ReadReserved();
        foreach (var stored in file.ReadAll())
        {
            Table(stored.Key.Resource).Load(stored);
            owners.Add(stored);
        }
    }

    /// <summary>Told of every change, in order, under the store's lock: it must be quick and must neither throw nor write.</summary>
    public Action<Change>? Committed { get; set; }

    public long Version
    {
        get
        {
            lock (gate) return version;
        }
    }

    public StoredObject? Find(ObjectKey key)
    {
        lock (gate) return tables.TryGetValue(key.Resource, out var table) ? table.Find(key) : null;
    }

    public (StoredObject[] Objects, long Version) List(ResourceName resource, Scope scope)
    {
        lock (gate) return (tables.TryGetValue(resource, out var table) ? table.Select(scope) : [], version);
    }

    /// <summary>What there was at an earlier resourceVersion.</summary>
    /// <exception cref="VersionExpiredException">That is too long ago.</exception>
    public StoredObject[] ListAt(ResourceName resource, Scope scope, long at)
    {
        lock (gate) return Table(resource).SelectAt(at, scope);
    }

    /// <summary>Every object of every kind that <paramref name="wanted"/> accepts.</summary>
    public StoredObject[] Everything(Func<StoredObject, bool> wanted)
    {
        lock (gate) return [.. tables.Values.SelectMany(t => t.Objects).Where(wanted)];
    }

    public bool IsLive(string uid)
    {
        lock (gate) return owners.IsLive(uid);
    }

    /// <summary>The object with a UID, or null.</summary>
    public StoredObject? FindUid(string uid)
    {
        lock (gate) return owners.Find(uid) is { } key ? Find(key) : null;
    }

    public ObjectKey[] DependantsOf(string uid)
    {
        lock (gate) return owners.DependantsOf(uid);
    }

    /// <summary>
    /// Writes <paramref name="body"/> if the object still is <paramref name="expected"/> (null: absent); else returns null and writes nothing.
    /// </summary>
    /// <exception cref="ObjectTooLargeException">The object would exceed <see cref="ObjectBytesMax"/>; nothing is written.</exception>
    public StoredObject? TryPut(ObjectKey key, StoredObject? expected, JsonObject body)
    {
        lock (gate)
        {
            if (!ReferenceEquals(Table(key.Resource).Find(key), expected)) return null;
            var stored = StoredObject.Make(key, body, NextVersion());
            if (stored.Json.Length > ObjectBytesMax) throw new ObjectTooLargeException();
            file.Put(stored);
            if (expected is not null) owners.Remove(expected);
            owners.Add(stored);
            Publish(new Change(expected is null ? ChangeType.Added : ChangeType.Modified, stored, expected));
            return stored;
        }
    }

    /// <summary>Removes the object if it still is <paramref name="expected"/>; <paramref name="last"/> is its final state for watchers.</summary>
    /// <returns>The final state, or null when the object has changed meanwhile.</returns>
    public StoredObject? TryRemove(StoredObject expected, JsonObject last)
    {
        lock (gate)
        {
            if (!ReferenceEquals(Table(expected.Key.Resource).Find(expected.Key), expected)) return null;
            var stored = StoredObject.Make(expected.Key, last, NextVersion());
            file.Remove(expected.Key);
            owners.Remove(expected);
            Publish(new Change(ChangeType.Deleted, stored, expected));
            return stored;
        }
    }

    /// <summary>Starts a watch after <paramref name="from"/>, or, if that is null, with everything there is.</summary>
    /// <exception cref="VersionExpiredException">The changes since then are no longer kept.</exception>
    public Subscription Subscribe(ResourceName resource, Scope scope, long? from)
    {
        lock (gate)
        {
            var table = Table(resource);
            IReadOnlyList<WatchItem> initial = from is { } since
                ? table.History.Since(since, scope)
                : [.. table.Select(scope).Select(o => new WatchItem(ChangeType.Added, o, o.Version))];
            var subscription = new Subscription(scope, initial, version, queueLimit, Unsubscribe(table));
            table.Join(subscription);
            return subscription;
        }
    }

    /// <summary>Queues a bookmark behind every change so far, so that its resourceVersion is true for this watcher.</summary>
    public void Bookmark(Subscription subscription)
    {
        lock (gate) subscription.Offer(new WatchItem(ChangeType.Bookmark, null, version));
    }

    public void Dispose()
    {
        lock (gate) file.Dispose();
    }

    private Action<Subscription> Unsubscribe(ResourceTable table) => subscription =>
    {
        lock (gate) table.Leave(subscription);
    };

    private void Publish(Change change)
    {
        Table(change.Object.Key.Resource).Apply(change);
        Committed?.Invoke(change);
    }

    private long NextVersion()
    {
        if (version == reserved)
        {
            file.Reserve(reserved + ObjectFile.ReservedBlock);
            reserved += ObjectFile.ReservedBlock;
        }

        return ++version;
    }

    private ResourceTable Table(ResourceName resource)
    {
        if (!tables.TryGetValue(resource, out var table)) tables[resource] = table = new ResourceTable(historyLimit, openedAt);
        return table;
    }
}
