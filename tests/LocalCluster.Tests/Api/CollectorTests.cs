using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class CollectorTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Dependants_go_with_their_owner_and_theirs_with_them()
    {
        var owner = await MakeAsync("owner");
        var child = await MakeAsync("child", ("owner", owner));
        await MakeAsync("grandchild", ("child", child));
        await cluster.SendAsync("DELETE", $"{Maps}/owner");
        await Eventually.IsGoneAsync(cluster, $"{Maps}/grandchild");
    }

    [Fact]
    public async Task An_object_with_another_owner_stays()
    {
        var (one, two) = (await MakeAsync("one"), await MakeAsync("two"));
        await MakeAsync("shared", ("one", one), ("two", two));
        await cluster.SendAsync("DELETE", $"{Maps}/one");
        await Eventually.HoldsAsync(async () => Owners((await cluster.SendAsync("GET", $"{Maps}/shared")).Body) == 1, "one owner left");
    }

    [Fact]
    public async Task A_namesake_of_the_owner_is_not_the_owner()
    {
        await MakeAsync("namesake");
        await MakeAsync("orphan", ("namesake", "00000000-0000-0000-0000-000000000000"));
        await Eventually.IsGoneAsync(cluster, $"{Maps}/orphan");
    }

    [Fact]
    public async Task Orphans_are_freed_from_their_owner()
    {
        var owner = await MakeAsync("leaving");
        await MakeAsync("freed", ("leaving", owner));
        await cluster.SendAsync("DELETE", $"{Maps}/leaving?propagationPolicy=Orphan");
        await Eventually.IsGoneAsync(cluster, $"{Maps}/leaving");
        Assert.Equal(0, Owners((await cluster.SendAsync("GET", $"{Maps}/freed")).Body));
    }

    [Fact]
    public async Task An_owner_of_an_unknown_kind_is_taken_to_live()
    {
        var body = """{"metadata":{"name":"foreign","ownerReferences":[{"apiVersion":"batch/v1","kind":"Job","name":"r","uid":"u"}]}}""";
        await cluster.SendAsync("POST", Maps, body);
        var owner = await MakeAsync("witness");
        await MakeAsync("witnessed", ("witness", owner));
        await cluster.SendAsync("DELETE", $"{Maps}/witness");
        await Eventually.IsGoneAsync(cluster, $"{Maps}/witnessed");
        Assert.Equal(200, (await cluster.SendAsync("GET", $"{Maps}/foreign")).Code);
    }

    [Fact]
    public async Task In_the_foreground_the_owner_goes_last()
    {
        var owner = await MakeAsync("front");
        await MakeBlockerAsync("held", "front", owner, """["example.org/hold"]""");
        await MakeBlockerAsync("free", "front", owner, "[]");
        var (code, body) = await cluster.SendAsync("DELETE", $"{Maps}/front", """{"kind":"DeleteOptions","propagationPolicy":"Foreground"}""");
        Assert.Equal(200, code);
        Assert.Equal("foregroundDeletion", (string?)body["metadata"]!["finalizers"]![0]);
        await Eventually.IsGoneAsync(cluster, $"{Maps}/free");
        Assert.NotNull((await cluster.SendAsync("GET", $"{Maps}/held")).Body["metadata"]!["deletionTimestamp"]);
        Assert.Equal(200, (await cluster.SendAsync("GET", $"{Maps}/front")).Code);
        await cluster.SendAsync("PATCH", $"{Maps}/held", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        await Eventually.IsGoneAsync(cluster, $"{Maps}/front");
        Assert.Equal(404, (await cluster.SendAsync("GET", $"{Maps}/held")).Code);
    }

    [Fact]
    public async Task Two_that_block_each_other_go_all_the_same()
    {
        var one = await MakeAsync("ring-one");
        await MakeBlockerAsync("ring-two", "ring-one", one, "[]");
        var two = (string?)(await cluster.SendAsync("GET", $"{Maps}/ring-two")).Body["metadata"]!["uid"];
        var reference = $$"""[{"apiVersion":"v1","kind":"ConfigMap","name":"ring-two","uid":"{{two}}","blockOwnerDeletion":true}]""";
        await cluster.SendAsync(
            "PATCH", $"{Maps}/ring-one", $$$"""{"metadata":{"ownerReferences":{{{reference}}}}}""", "application/merge-patch+json");
        await cluster.SendAsync("DELETE", $"{Maps}/ring-one?propagationPolicy=Foreground");
        await Eventually.IsGoneAsync(cluster, $"{Maps}/ring-one");
        await Eventually.IsGoneAsync(cluster, $"{Maps}/ring-two");
    }

    [Fact]
    public async Task An_owner_in_another_namespace_is_no_owner()
    {
        var owner = await MakeAsync("far");
        await cluster.SendAsync("POST", "/api/v1/namespaces", """{"metadata":{"name":"near"}}""");
        var near = Maps.Replace("default", "near", StringComparison.Ordinal);
        var reference = $$"""[{"apiVersion":"v1","kind":"ConfigMap","name":"far","uid":"{{owner}}"}]""";
        await cluster.SendAsync("POST", near, $$$"""{"metadata":{"name":"stray","ownerReferences":{{{reference}}}}}""");
        await Eventually.IsGoneAsync(cluster, $"{near}/stray");
        Assert.Equal(200, (await cluster.SendAsync("GET", $"{Maps}/far")).Code);
        await Eventually.HoldsAsync(
            async () => (await cluster.SendAsync("GET", "/api/v1/namespaces/near/events")).Body.ToJsonString()
                .Contains($"ownerRef [v1/ConfigMap, namespace: near, name: far, uid: {owner}] does not exist in namespace", StringComparison.Ordinal),
            "an event about the owner");
    }

    [Theory]
    [InlineData("""{"propagationPolicy":"Sideways"}""", "Unsupported value: \"Sideways\"")]
    [InlineData("""{"propagationPolicy":"Orphan","orphanDependents":true}""", "cannot be both set")]
    public async Task A_policy_that_makes_no_sense_is_refused(string options, string why)
    {
        await MakeAsync($"firm-{why.Length}");
        var (code, status) = await cluster.SendAsync("DELETE", $"{Maps}/firm-{why.Length}", options);
        Assert.Equal(422, code);
        Assert.Contains(why, (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_says_what_it_waits_for()
    {
        await cluster.SendAsync("POST", "/api/v1/namespaces", """{"metadata":{"name":"full"}}""");
        var inside = Maps.Replace("default", "full", StringComparison.Ordinal);
        await cluster.SendAsync("POST", inside, """{"metadata":{"name":"held","finalizers":["example.org/hold"]}}""");
        await cluster.SendAsync("DELETE", "/api/v1/namespaces/full");
        await Eventually.HoldsAsync(async () =>
        {
            var conditions = (await cluster.SendAsync("GET", "/api/v1/namespaces/full")).Body["status"]?["conditions"]?.ToJsonString() ?? "";
            return conditions.Contains("Some resources are remaining: configmaps. has 1 resource instances", StringComparison.Ordinal)
                && conditions.Contains("finalizers remaining: example.org/hold in 1 resource instances", StringComparison.Ordinal);
        }, "conditions that name the rest");
        await cluster.SendAsync("PATCH", $"{inside}/held", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        await Eventually.IsGoneAsync(cluster, "/api/v1/namespaces/full");
    }

    private async Task MakeBlockerAsync(string name, string owner, string uid, string finalizers)
    {
        var reference = $$"""{"apiVersion":"v1","kind":"ConfigMap","name":"{{owner}}","uid":"{{uid}}","blockOwnerDeletion":true}""";
        var body = $$$"""{"metadata":{"name":"{{{name}}}","finalizers":{{{finalizers}}},"ownerReferences":[{{{reference}}}]}}""";
        Assert.Equal(201, (await cluster.SendAsync("POST", Maps, body)).Code);
    }

    private static int Owners(JsonObject body) => body["metadata"]?["ownerReferences"]?.AsArray().Count ?? 0;

    private async Task<string> MakeAsync(string name, params (string Name, string Uid)[] owners)
    {
        var references = owners.Select(o => (JsonNode)new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["name"] = o.Name, ["uid"] = o.Uid });
        var body = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["ownerReferences"] = new JsonArray([.. references]) } };
        var (code, made) = await cluster.SendAsync("POST", Maps, body.ToJsonString());
        Assert.Equal(201, code);
        return (string)made["metadata"]!["uid"]!;
    }
}
