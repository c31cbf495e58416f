using System.Globalization;
using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>Lists of one moment, in pages, by version; and the options that do not go together.</summary>
public sealed class ListTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Secrets = "/api/v1/namespaces/default/secrets";
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Theory]
    [InlineData("?resourceVersionMatch=Exact", "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided")]
    [InlineData("?resourceVersion=0&resourceVersionMatch=Exact", "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")]
    [InlineData("?resourceVersion=1&resourceVersionMatch=New", "resourceVersionMatch: Unsupported value: \"New\": supported values: \"Exact\", \"NotOlderThan\", \"\"")]
    [InlineData("?sendInitialEvents=true", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list")]
    [InlineData("?watch=1&sendInitialEvents=true", "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")]
    [InlineData("?watch=1&resourceVersion=1&resourceVersionMatch=NotOlderThan",
        "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")]
    public async Task Options_that_do_not_go_together_are_refused(string query, string why)
    {
        var (code, status) = await cluster.SendAsync("GET", Maps + query);
        Assert.Equal(422, code);
        Assert.Equal($"ListOptions.meta.k8s.io \"\" is invalid: {why}", (string?)status["message"]);
    }

    [Theory]
    [InlineData("?resourceVersion=x", "invalid resource version: resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax")]
    [InlineData("?limit=x", "strconv.ParseInt: parsing \"x\": invalid syntax")]
    [InlineData("?fieldSelector=data.a%3Db", "\"data.a\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("?fieldSelector=a", "invalid selector: 'a'; can't understand 'a'")]
    public async Task Malformed_options_are_refused(string query, string why)
    {
        var (code, status) = await cluster.SendAsync("GET", Maps + query);
        Assert.Equal(400, code);
        Assert.Equal(why, (string?)status["message"]);
    }

    [Fact]
    public async Task Pages_show_the_moment_of_the_first()
    {
        await using var own = await StartAsync(1000);
        foreach (var name in (string[])["a", "b", "c"]) await own.SendAsync("POST", Secrets, Secret(name));
        var (_, first) = await own.SendAsync("GET", $"{Secrets}?limit=2");
        Assert.Equal(["a", "b"], Names(first));
        await own.SendAsync("DELETE", $"{Secrets}/c");
        await own.SendAsync("POST", Secrets, Secret("d"));
        var (_, second) = await own.SendAsync("GET", $"{Secrets}?limit=2&continue={(string?)first["metadata"]!["continue"]}");
        Assert.Equal(["c"], Names(second));
        Assert.Equal((string?)first["metadata"]!["resourceVersion"], (string?)second["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task An_expired_token_offers_to_go_on_from_the_present()
    {
        await using var own = await StartAsync(1);
        foreach (var name in (string[])["a", "b", "c"]) await own.SendAsync("POST", Secrets, Secret(name));
        var (_, first) = await own.SendAsync("GET", $"{Secrets}?limit=1");
        foreach (var name in (string[])["d", "e", "f"]) await own.SendAsync("POST", Secrets, Secret(name));
        var (code, status) = await own.SendAsync("GET", $"{Secrets}?limit=9&continue={(string?)first["metadata"]!["continue"]}");
        Assert.Equal((410, "Expired"), (code, (string?)status["reason"]));
        var (_, rest) = await own.SendAsync("GET", $"{Secrets}?limit=9&continue={(string?)status["metadata"]!["continue"]}");
        Assert.Equal(["b", "c", "d", "e", "f"], Names(rest));
    }

    [Fact]
    public async Task An_exact_version_shows_what_was()
    {
        await using var own = await StartAsync(1000);
        var (_, made) = await own.SendAsync("POST", Secrets, Secret("a"));
        var then = (string?)made["metadata"]!["resourceVersion"];
        await own.SendAsync("PATCH", $"{Secrets}/a", """{"metadata":{"annotations":{"k":"new"}}}""", "application/merge-patch+json");
        await own.SendAsync("POST", Secrets, Secret("b"));
        var (_, past) = await own.SendAsync("GET", $"{Secrets}?resourceVersion={then}&resourceVersionMatch=Exact");
        Assert.Equal(["a"], Names(past));
        Assert.Equal("old", (string?)past["items"]![0]!["metadata"]!["annotations"]!["k"]);
        Assert.Equal(["a", "b"], Names((await own.SendAsync("GET", $"{Secrets}?resourceVersion={then}&resourceVersionMatch=NotOlderThan")).Body));
        Assert.Equal(["a", "b"], Names((await own.SendAsync("GET", $"{Secrets}?resourceVersion=0&limit=1")).Body));
    }

    [Fact]
    public async Task A_version_of_the_future_is_not_waited_for()
    {
        var future = (await VersionAsync() + 100_000).ToString(CultureInfo.InvariantCulture);
        var (code, status) = await cluster.SendAsync("GET", $"{Secrets}?resourceVersion={future}");
        Assert.Equal((504, "Timeout"), (code, (string?)status["reason"]));
        Assert.StartsWith($"Timeout: Too large resource version: {future}, current: ", (string?)status["message"], StringComparison.Ordinal);
        Assert.Equal("ResourceVersionTooLarge", (string?)status["details"]!["causes"]![0]!["reason"]);
        Assert.Equal(504, (await cluster.SendAsync("GET", $"/api/v1/namespaces/default?resourceVersion={future}")).Code);
    }

    [Fact]
    public async Task A_watch_that_declines_the_present_is_told_of_the_future_only()
    {
        await cluster.SendAsync("POST", Secrets, Secret("before"));
        await using var watch = cluster.WatchAsync($"{Secrets}?watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=0").GetAsyncEnumerator(TestCluster.Ct);
        var next = watch.MoveNextAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                await cluster.SendAsync("PUT", $"{Secrets}/before", Secret("before", Guid.NewGuid().ToString()));
                return next.IsCompleted;
            },
            "an event");
        Assert.True(await next);
        Assert.Equal("MODIFIED", (string?)watch.Current["type"]);
    }

    private static async Task<TestCluster> StartAsync(int history)
    {
        var own = new TestCluster { HistoryLimit = history };
        await own.StartAsync();
        return own;
    }

    private async Task<long> VersionAsync() =>
        long.Parse((string)(await cluster.SendAsync("GET", Secrets)).Body["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);

    private static string Secret(string name, string value = "old") => new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = new JsonObject { ["k"] = value } },
    }.ToJsonString();

    private static IEnumerable<string> Names(JsonObject list) => list["items"]!.AsArray().Select(i => (string)i!["metadata"]!["name"]!);
}
