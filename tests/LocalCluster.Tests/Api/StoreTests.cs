using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class StoreTests : IDisposable
{
    private static readonly ResourceName Things = new("", "things");

    private readonly string directory = Directory.CreateTempSubdirectory("store-").FullName;
    private ObjectStore store;

    public StoreTests() => store = Open();

    [Fact]
    public void A_version_is_never_given_out_twice_whatever_restarts()
    {
        var seen = new List<long>();
        for (var run = 0; run < 4; run++)
        {
            for (var i = 0; i < 50; i++) seen.Add(Put($"{run}-{i}").Version);
            store.Dispose();
            store = Open();
        }

        Assert.Equal(seen.Order().Distinct(), seen);
        Assert.Equal(200, store.List(Things, Scope.All).Objects.Length);
    }

    [Fact]
    public void Versions_go_on_beyond_a_reserved_block()
    {
        var first = Put("first").Version;
        var current = store.Find(Key("first"))!;
        for (var i = 0; i < ObjectFile.ReservedBlock; i++) current = store.TryPut(Key("first"), current, current.Parse())!;
        store.Dispose();
        store = Open();
        Assert.Equal(first + ObjectFile.ReservedBlock, current.Version);
        Assert.True(Put("next").Version > current.Version);
    }

    [Fact]
    public void A_stale_writer_changes_nothing()
    {
        var old = Put("a");
        var current = store.TryPut(Key("a"), old, old.Parse())!;
        Assert.Null(store.TryPut(Key("a"), old, old.Parse()));
        Assert.Null(store.TryRemove(old, old.Parse()));
        Assert.Null(store.TryPut(Key("a"), null, old.Parse()));
        Assert.Same(current, store.Find(Key("a")));
    }

    [Fact]
    public void An_object_cannot_grow_without_end()
    {
        var old = Put("a");
        var body = old.Parse();
        body["data"] = new string('x', ObjectStore.ObjectBytesMax);
        Assert.Throws<ObjectTooLargeException>(() => store.TryPut(Key("a"), old, body));
        Assert.Same(old, store.Find(Key("a")));
    }

    [Fact]
    public async Task A_slow_watcher_is_cut_off_after_what_its_queue_holds()
    {
        using var slow = store.Subscribe(Things, Scope.All, null);
        for (var i = 0; i < 5; i++) Put($"{i}");
        var received = new List<string>();
        await foreach (var item in slow.Changes.ReadAllAsync(TestCluster.Ct)) received.Add(item.Object!.Key.Name);
        Assert.Equal(["0", "1", "2"], received);
    }

    [Fact]
    public void A_list_is_ordered_by_namespace_and_name()
    {
        foreach (var (ns, name) in new[] { ("b", "a"), ("a", "c"), ("a", "b-1"), ("a", "B") })
            store.TryPut(new ObjectKey(Things, ns, name), null, Body());
        var names = store.List(Things, Scope.All).Objects.Select(o => $"{o.Key.Namespace}/{o.Key.Name}");
        Assert.Equal(["a/B", "a/b-1", "a/c", "b/a"], names);
    }

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private static ObjectKey Key(string name) => new(Things, "", name);

    private static JsonObject Body() => new() { ["metadata"] = new JsonObject { ["uid"] = Guid.NewGuid().ToString() } };

    private ObjectStore Open() => new(ObjectFile.Open(Path.Combine(directory, "objects.db")), queueLimit: 3);

    private StoredObject Put(string name) => store.TryPut(Key(name), null, Body())!;
}
