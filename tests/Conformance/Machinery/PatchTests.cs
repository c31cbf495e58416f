using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Machinery;

/// <summary>The three kinds of patches.</summary>
public sealed class PatchTests(ConformanceCluster cluster) : WidgetTest(cluster)
{
    private const string Json = "application/json-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";

    private string Deployment => $"{Of("apps/v1", "deployments")}/d";

    [Fact]
    public async Task A_JSON_patch_does_all_of_it_or_nothing()
    {
        await MapAsync("m", data: "\"a\":\"1\",\"b\":\"2\"");
        var patch = """[{"op":"test","path":"/data/a","value":"1"},{"op":"remove","path":"/data/b"},{"op":"add","path":"/data/c","value":"3"},{"op":"replace","path":"/data/a","value":"9"}]""";
        var patched = (await Api.SendAsync("PATCH", $"{Maps}/m", patch, Json)).Must(200);
        Assert.Equal(("9", "", "3"), (patched["data", "a"], patched["data", "b"], patched["data", "c"]));
        (await Api.SendAsync("PATCH", $"{Maps}/m", """[{"op":"add","path":"/data/d","value":"4"},{"op":"test","path":"/data/a","value":"1"}]""", Json)).MustFail(422, "Invalid");
        Assert.Null((await Api.GetAsync($"{Maps}/m")).At("data", "d"));
    }

    [Fact]
    public async Task A_merge_patch_takes_away_by_null()
    {
        await MapAsync("m", data: "\"a\":\"1\",\"b\":\"2\"");
        var patched = (await Api.MergeAsync($"{Maps}/m", """{"data":{"a":null,"c":"3"}}""")).Must(200);
        Assert.Equal(("", "2", "3"), (patched["data", "a"], patched["data", "b"], patched["data", "c"]));
    }

    [Fact]
    public async Task A_strategic_patch_merges_lists_by_their_keys()
    {
        await DeployAsync();
        var added = await StrategicAsync("""{"containers":[{"name":"two","image":"j"},{"name":"one","env":[{"name":"B","value":"2"}]}]}""");
        Assert.Equal(["two", "one"], Names(added, "containers"));
        Assert.Equal(["B", "A"], Names(added, "containers", "1", "env"));
        var removed = await StrategicAsync("""{"containers":[{"$patch":"delete","name":"two"}]}""");
        Assert.Equal(["one"], Names(removed, "containers"));
        var replaced = await StrategicAsync("""{"containers":[{"name":"one","env":[{"$patch":"replace"},{"name":"C","value":"3"}]}]}""");
        Assert.Equal(["C"], Names(replaced, "containers", "0", "env"));
    }

    [Fact]
    public async Task A_strategic_patch_can_order_a_list_and_delete_from_a_set()
    {
        await DeployAsync();
        await StrategicAsync("""{"containers":[{"name":"two","image":"j"}]}""");
        var ordered = await StrategicAsync("""{"$setElementOrder/containers":[{"name":"one"},{"name":"two"}],"containers":[{"name":"two","image":"k"}]}""");
        Assert.Equal(["one", "two"], Names(ordered, "containers"));
        await MapAsync("m", "\"finalizers\":[\"example.org/a\",\"example.org/b\"]");
        var patched = await Api.SendAsync("PATCH", $"{Maps}/m", """{"metadata":{"$deleteFromPrimitiveList/finalizers":["example.org/a"]}}""", Strategic);
        Assert.Equal(["example.org/b"], patched.Must(200).At("metadata", "finalizers")!.AsArray().Select(name => $"{name}"));
        (await Api.MergeAsync($"{Maps}/m", """{"metadata":{"finalizers":null}}""")).Must(200);
    }

    [Fact]
    public async Task Custom_kinds_know_no_strategic_patch()
    {
        (await Api.PostAsync(Widgets, Widget("w", "\"size\":1"))).Must(201);
        (await Api.SendAsync("PATCH", $"{Widgets}/w", """{"spec":{"size":2}}""", Strategic)).MustFail(415, "UnsupportedMediaType");
        Assert.Equal("2", (await Api.MergeAsync($"{Widgets}/w", """{"spec":{"size":2}}""")).Must(200)["spec", "size"]);
    }

    [Fact]
    public async Task A_patch_of_what_is_not_there_is_not_found() => (await Api.MergeAsync($"{Maps}/nothing", "{}")).MustFail(404, "NotFound");

    [Theory]
    [InlineData("{", Json)]
    [InlineData("""[{"op":"levitate","path":"/data"}]""", Json)]
    [InlineData("[]", "application/merge-patch+json")]
    public async Task A_patch_that_is_none_is_a_bad_request(string patch, string contentType)
    {
        await MapAsync("m");
        Assert.Contains((await Api.SendAsync("PATCH", $"{Maps}/m", patch, contentType)).Code, (int[])[400, 422]);
    }

    private static IEnumerable<string> Names(Answer answer, params string[] path) =>
        answer.At(["spec", "template", "spec", .. path])!.AsArray().Select(item => $"{item!["name"]}");

    private async Task DeployAsync() => (await Api.PostAsync(Of("apps/v1", "deployments"), """
        {"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
        "spec":{"containers":[{"name":"one","image":"i","env":[{"name":"A","value":"1"}]}]}}}}
        """)).Must(201);

    private async Task<Answer> StrategicAsync(string podSpec) =>
        (await Api.SendAsync("PATCH", Deployment, $$"""{"spec":{"template":{"spec":{{podSpec}} } } }""", Strategic)).Must(200);
}
