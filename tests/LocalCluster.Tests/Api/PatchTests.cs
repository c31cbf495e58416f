using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class PatchTests(WidgetCluster widgets) : IClassFixture<WidgetCluster>
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Merge = "application/merge-patch+json";
    private const string Json = "application/json-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";

    private readonly TestCluster cluster = widgets.Cluster;

    [Fact]
    public async Task A_patch_that_would_keep_a_core_busy_for_minutes_is_refused()
    {
        var size = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"k{i}\":\"\""));
        Assert.Equal(201, (await cluster.SendAsync("POST", "/api/v1/namespaces/default/configmaps", $$"""{"metadata":{"name":"large"},"data":{ {{size}} } }""")).Code);
        var moves = string.Join(',', Enumerable.Range(0, 5_000).Select(_ => """{"op":"test","path":"/data/k1","value":""}"""));
        var (code, status) = await cluster.SendAsync("PATCH", "/api/v1/namespaces/default/configmaps/large", $"[{moves}]", "application/json-patch+json");
        Assert.True(code == 422, status.ToJsonString());
    }

    [Fact]
    public async Task A_merge_patch_sets_and_removes()
    {
        await cluster.SendAsync("POST", Maps, """{"metadata":{"name":"merged"},"data":{"a":"1","b":"2"}}""");
        var (code, body) = await cluster.SendAsync("PATCH", $"{Maps}/merged", """{"data":{"a":null,"c":"3"}}""", Merge);
        Assert.Equal(200, code);
        Assert.Equal("""{"b":"2","c":"3"}""", body["data"]!.ToJsonString());
    }

    [Fact]
    public async Task A_json_patch_is_all_or_nothing()
    {
        await cluster.SendAsync("POST", Maps, """{"metadata":{"name":"stepped"},"data":{"a":"1"}}""");
        var good = """[{"op":"test","path":"/data/a","value":"1"},{"op":"replace","path":"/data/a","value":"2"},{"op":"copy","from":"/data/a","path":"/data/b"}]""";
        Assert.Equal("""{"a":"2","b":"2"}""", (await cluster.SendAsync("PATCH", $"{Maps}/stepped", good, Json)).Body["data"]!.ToJsonString());
        var bad = """[{"op":"replace","path":"/data/a","value":"9"},{"op":"test","path":"/data/b","value":"1"}]""";
        Assert.Equal(422, (await cluster.SendAsync("PATCH", $"{Maps}/stepped", bad, Json)).Code);
        Assert.Equal("2", (string?)(await cluster.SendAsync("GET", $"{Maps}/stepped")).Body["data"]!["a"]);
    }

    [Fact]
    public async Task A_strategic_patch_merges_lists_by_their_keys()
    {
        await cluster.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"n1"},"status":{"conditions":[{"type":"Ready","status":"False"},{"type":"Disk","status":"True"}]}}""");
        var patch = """{"status":{"conditions":[{"type":"Ready","status":"True"},{"type":"Disk","$patch":"delete"},{"type":"New","status":"True"}],"$setElementOrder/conditions":[]}}""";
        var (code, body) = await cluster.SendAsync("PATCH", "/api/v1/nodes/n1/status", patch, Strategic);
        Assert.Equal(200, code);
        Assert.Equal(["Ready=True", "New=True"], body["status"]!["conditions"]!.AsArray().Select(c => $"{c!["type"]}={c["status"]}"));
    }

    [Fact]
    public async Task Custom_resources_take_no_strategic_patch()
    {
        await cluster.SendAsync("POST", Samples.Widgets, Samples.Widget("plain").ToJsonString());
        Assert.Equal(415, (await cluster.SendAsync("PATCH", $"{Samples.Widgets}/plain", "{}", Strategic)).Code);
    }

    [Fact]
    public async Task A_patch_may_insist_on_a_version()
    {
        var (_, made) = await cluster.SendAsync("POST", Maps, """{"metadata":{"name":"locked"}}""");
        var version = (string?)made["metadata"]!["resourceVersion"];
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = version }, ["data"] = new JsonObject { ["a"] = "1" } }.ToJsonString();
        Assert.Equal(200, (await cluster.SendAsync("PATCH", $"{Maps}/locked", patch, Merge)).Code);
        Assert.Equal(409, (await cluster.SendAsync("PATCH", $"{Maps}/locked", patch, Merge)).Code);
    }

    [Fact]
    public async Task Concurrent_patches_all_take_effect()
    {
        await cluster.SendAsync("POST", Maps, """{"metadata":{"name":"busy"}}""");
        await Parallel.ForEachAsync(Enumerable.Range(0, 50), TestCluster.Ct, async (i, _) =>
        {
            var patch = new JsonObject { ["data"] = new JsonObject { [$"k{i}"] = "v" } }.ToJsonString();
            Assert.Equal(200, (await cluster.SendAsync("PATCH", $"{Maps}/busy", patch, Merge)).Code);
        });
        var (_, body) = await cluster.SendAsync("GET", $"{Maps}/busy");
        Assert.Equal(50, body["data"]!.AsObject().Count);
    }

    [Fact]
    public async Task Copies_cannot_double_an_object_without_end()
    {
        await cluster.SendAsync("POST", Maps, """{"metadata":{"name":"doubled"}}""");
        var steps = string.Join(',', Enumerable.Range(0, 60).Select(i => $$"""{"path":"/x{{i}}","op":"copy","from":""}"""));
        Assert.Equal(422, (await cluster.SendAsync("PATCH", $"{Maps}/doubled", $"[{steps}]", Json)).Code);
        var nested = string.Join(',', Enumerable.Repeat("""{"op":"copy","from":"/x","path":"/x/x"}""", 20));
        var patch = $$$"""[{"op":"add","path":"/x","value":{"y":{"z":1}} },{{{nested}}}]""";
        Assert.InRange((await cluster.SendAsync("PATCH", $"{Maps}/doubled", patch, Json)).Code, 200, 499);
        Assert.Equal(200, (await cluster.SendAsync("PATCH", $"{Maps}/doubled", "{}", Merge)).Code);
    }

    [Fact]
    public async Task Concurrent_applies_of_an_absent_object_all_succeed()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), TestCluster.Ct, async (i, _) =>
        {
            var body = Samples.Widget("raced", $$"""{"labels":{"m{{i}}":"x"},"size":3}""");
            var (code, answer) = await cluster.SendAsync("PATCH", $"{Samples.Widgets}/raced?fieldManager=m{i}", body.ToJsonString(), "application/apply-patch+yaml");
            Assert.True(code is 200 or 201, answer.ToJsonString());
        });
        var (_, made) = await cluster.SendAsync("GET", $"{Samples.Widgets}/raced");
        Assert.Equal(8, made["spec"]!["labels"]!.AsObject().Count);
    }
}
