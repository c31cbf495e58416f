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
