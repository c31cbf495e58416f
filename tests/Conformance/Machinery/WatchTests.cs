using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Machinery;

/// <summary>Watches: every change once, in order, from where the reader was.</summary>
public sealed class WatchTests(ConformanceCluster cluster) : ConformanceTest(cluster)
{
    [Fact]
    public async Task Changes_since_a_list_come_in_order()
    {
        await MapAsync("before");
        var from = (await Api.GetAsync(Maps)).Version;
        await MapAsync("after");
        await Api.MergeAsync($"{Maps}/after", """{"data":{"a":"1"}}""");
        await Api.DeleteAsync($"{Maps}/after");
        var changes = await TakeAsync($"{Maps}?watch=true&resourceVersion={from}&fieldSelector=metadata.name%21%3Dkube-root-ca.crt", 3);
        Assert.Equal(["ADDED after", "MODIFIED after", "DELETED after"], changes.Select(Brief));
        Assert.Equal(3, changes.Select(change => $"{change["object"]!["metadata"]!["resourceVersion"]}").Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("&resourceVersion=0")]
    public async Task A_watch_from_nowhere_begins_with_what_there_is(string query)
    {
        await MapAsync("there");
        var changes = await TakeAsync($"{Maps}?watch=true&fieldSelector=metadata.name%3Dthere{query}", 1);
        Assert.Equal("ADDED there", Brief(changes[0]));
    }

    [Fact]
    public async Task What_leaves_a_selection_is_deleted_from_it_and_what_enters_is_added()
    {
        var made = await MapAsync("mover", "\"labels\":{\"in\":\"yes\"}");
        await Api.MergeAsync($"{Maps}/mover", """{"metadata":{"labels":{"in":"no"}}}""");
        await Api.MergeAsync($"{Maps}/mover", """{"data":{"a":"1"}}""");
        await Api.MergeAsync($"{Maps}/mover", """{"metadata":{"labels":{"in":"yes"}}}""");
        var changes = await TakeAsync($"{Maps}?watch=true&labelSelector=in%3Dyes&resourceVersion={made.Version}", 2);
        Assert.Equal(["DELETED mover", "ADDED mover"], changes.Select(Brief));
    }

    [Fact]
    public async Task A_list_can_be_had_as_the_beginning_of_a_watch()
    {
        await MapAsync("one");
        var query = "watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&fieldSelector=metadata.name%3Done";
        var changes = await TakeAsync($"{Maps}?{query}", 2);
        Assert.Equal("ADDED one", Brief(changes[0]));
        Assert.Equal("BOOKMARK", $"{changes[1]["type"]}");
        Assert.Equal("true", $"{changes[1]["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]}");
        Assert.NotEmpty($"{changes[1]["object"]!["metadata"]!["resourceVersion"]}");
    }

    [Fact]
    public async Task A_watch_ends_when_it_was_told_to()
    {
        var changes = new List<string>();
        await foreach (var change in Api.WatchAsync($"{Maps}?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dnothing")) changes.Add(Brief(change));
        Assert.Empty(changes);
    }

    [Fact]
    public async Task One_object_can_be_watched_and_all_namespaces_too()
    {
        var from = (await Api.GetAsync(Maps)).Version;
        await MapAsync("this");
        await MapAsync("that");
        Assert.Equal(["ADDED that"], (await TakeAsync($"{Maps}?watch=true&fieldSelector=metadata.name%3Dthat&resourceVersion={from}", 1)).Select(Brief));
        var everywhere = await TakeAsync($"api/v1/configmaps?watch=true&resourceVersion={from}&fieldSelector=metadata.namespace%3D{Namespace},metadata.name%3Dthis", 1);
        Assert.Equal(["ADDED this"], everywhere.Select(Brief));
    }
}
