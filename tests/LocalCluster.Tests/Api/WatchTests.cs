using System.Globalization;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using static LustreSupervisor.LocalCluster.Tests.Api.TestCluster;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class WatchTests
{
    private const string Things = "/api/v1/namespaces/default/secrets";

    [Fact]
    public async Task A_watch_tells_what_is_there_and_then_what_changes()
    {
        await using var cluster = await StartAsync();
        await cluster.SendAsync("POST", Things, """{"metadata":{"name":"a"}}""");
        await using var watch = Begin(cluster, $"{Things}?watch=true");
        Assert.Equal(("ADDED", "a"), await NextAsync(watch));
        await cluster.SendAsync("POST", Things, """{"metadata":{"name":"b"}}""");
        Assert.Equal(("ADDED", "b"), await NextAsync(watch));
        await cluster.SendAsync("PATCH", $"{Things}/a", """{"stringData":{"k":"v"}}""", "application/merge-patch+json");
        Assert.Equal(("MODIFIED", "a"), await NextAsync(watch));
        await cluster.SendAsync("DELETE", $"{Things}/b");
        Assert.Equal(("DELETED", "b"), await NextAsync(watch));
    }

    [Fact]
    public async Task A_watch_resumes_where_it_broke_off()
    {
        await using var cluster = await StartAsync();
        var (_, list) = await cluster.SendAsync("GET", Things);
        var version = (string?)list["metadata"]!["resourceVersion"];
        await cluster.SendAsync("POST", Things, """{"metadata":{"name":"a"}}""");
        await cluster.SendAsync("DELETE", $"{Things}/a");
        await using var watch = Begin(cluster, $"{Things}?watch=true&resourceVersion={version}");
        Assert.Equal(("ADDED", "a"), await NextAsync(watch));
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("DELETED", (string?)watch.Current["type"]);
        var deletedAt = long.Parse((string)watch.Current["object"]!["metadata"]!["resourceVersion"]!);
        Assert.True(deletedAt > long.Parse(version!) + 1);
    }

    [Fact]
    public async Task A_watch_from_a_forgotten_past_ends_with_410()
    {
        await using var cluster = new TestCluster { HistoryLimit = 3 };
        await cluster.StartAsync();
        var (_, list) = await cluster.SendAsync("GET", Things);
        for (var i = 0; i < 5; i++) await cluster.SendAsync("POST", Things, $$$"""{"metadata":{"name":"m{{{i}}}"}}""");
        await using var watch = Begin(cluster, $"{Things}?watch=true&resourceVersion={(string?)list["metadata"]!["resourceVersion"]}");
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("ERROR", (string?)watch.Current["type"]);
        Assert.Equal(410, (int?)watch.Current["object"]!["code"]);
        Assert.Equal("Expired", (string?)watch.Current["object"]!["reason"]);
        Assert.False(await watch.MoveNextAsync());
    }

    [Fact]
    public async Task An_object_that_leaves_the_selection_is_deleted_for_the_watcher()
    {
        await using var cluster = await StartAsync();
        await using var watch = Begin(cluster, $"{Things}?watch=true&labelSelector=app%3Dx");
        await cluster.SendAsync("POST", Things, """{"metadata":{"name":"a"}}""");
        await cluster.SendAsync("PATCH", $"{Things}/a", """{"metadata":{"labels":{"app":"x"}}}""", "application/merge-patch+json");
        Assert.Equal(("ADDED", "a"), await NextAsync(watch));
        await cluster.SendAsync("PATCH", $"{Things}/a", """{"metadata":{"labels":{"app":"y"}}}""", "application/merge-patch+json");
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("DELETED", (string?)watch.Current["type"]);
        Assert.Equal("x", (string?)watch.Current["object"]!["metadata"]!["labels"]!["app"]);
    }

    [Fact]
    public async Task Bookmarks_advance_a_quiet_watch()
    {
        await using var cluster = new TestCluster { BookmarkInterval = TimeSpan.FromMilliseconds(50) };
        await cluster.StartAsync();
        var (_, made) = await cluster.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"elsewhere"}}""");
        await using var watch = Begin(cluster, $"{Things}?watch=true&allowWatchBookmarks=true");
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("BOOKMARK", (string?)watch.Current["type"]);
        var reached = long.Parse((string)watch.Current["object"]!["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);
        Assert.True(reached >= long.Parse((string)made["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_watch_list_says_where_the_list_ends()
    {
        await using var cluster = await StartAsync();
        await cluster.SendAsync("POST", Things, """{"metadata":{"name":"a"}}""");
        await using var watch = Begin(cluster, $"{Things}?watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
        Assert.Equal(("ADDED", "a"), await NextAsync(watch));
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("true", (string?)watch.Current["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    [Fact]
    public async Task A_watch_ends_after_its_time()
    {
        await using var cluster = await StartAsync();
        await using var watch = Begin(cluster, $"{Things}?watch=true&timeoutSeconds=1");
        Assert.False(await watch.MoveNextAsync());
    }

    [Fact]
    public async Task Stopping_the_server_ends_its_watches()
    {
        await using var cluster = await StartAsync();
        await using var watch = Begin(cluster, $"{Things}?watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
        Assert.True(await watch.MoveNextAsync());
        var next = watch.MoveNextAsync();
        await cluster.StopAsync();
        try
        {
            Assert.False(await next.AsTask().WaitAsync(Patience, Ct));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            Assert.False(Ct.IsCancellationRequested);
        }
    }

    [Fact]
    public async Task The_client_library_watches_typed_objects()
    {
        await using var cluster = await StartAsync();
        await cluster.Client.CoreV1.CreateNamespacedPodAsync(Samples.Pod("one", "node1"), "default", cancellationToken: Ct);
        await cluster.Client.CoreV1.CreateNamespacedPodAsync(Samples.Pod("two", "node2"), "default", cancellationToken: Ct);
        var seen = new List<string>();
        var events = cluster.Client.CoreV1.WatchListPodForAllNamespacesAsync(fieldSelector: "spec.nodeName=node2", cancellationToken: Ct);
        await foreach (var (type, pod) in events)
        {
            seen.Add($"{type} {pod.Name()}");
            if (seen.Count == 2) break;
            await cluster.Client.CoreV1.DeleteNamespacedPodAsync("two", "default", gracePeriodSeconds: 0, cancellationToken: Ct);
        }

        Assert.Equal("Added two", seen[0]);
        Assert.EndsWith("two", seen[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_write_reaches_every_watcher_once_and_in_order()
    {
        await using var cluster = await StartAsync();
        const int Writes = 200;
        var watches = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReadAsync(cluster, Writes), Ct)).ToList();
        await Parallel.ForEachAsync(Enumerable.Range(0, Writes), Ct, async (i, _) =>
            await cluster.SendAsync("POST", Things, $$$"""{"metadata":{"name":"m{{{i}}}"}}"""));
        foreach (var watch in watches)
        {
            var versions = await watch.WaitAsync(Patience, Ct);
            Assert.Equal(versions.Order().Distinct(), versions);
        }
    }

    private static async Task<List<long>> ReadAsync(TestCluster cluster, int count)
    {
        var versions = new List<long>();
        await foreach (var item in cluster.WatchAsync($"{Things}?watch=true&resourceVersion=1"))
        {
            versions.Add(long.Parse((string)item["object"]!["metadata"]!["resourceVersion"]!));
            if (versions.Count == count) break;
        }

        return versions;
    }

    private static async Task<TestCluster> StartAsync()
    {
        var cluster = new TestCluster();
        await cluster.StartAsync();
        return cluster;
    }

    private static IAsyncEnumerator<JsonObject> Begin(TestCluster cluster, string path) => cluster.WatchAsync(path).GetAsyncEnumerator(Ct);

    private static async Task<(string?, string?)> NextAsync(IAsyncEnumerator<JsonObject> watch)
    {
        Assert.True(await watch.MoveNextAsync().AsTask().WaitAsync(Patience, Ct));
        return ((string?)watch.Current["type"], (string?)watch.Current["object"]!["metadata"]!["name"]);
    }
}
