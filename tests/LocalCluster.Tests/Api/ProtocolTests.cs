using System.Net;
using static LustreSupervisor.LocalCluster.Tests.Api.TestCluster;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class ProtocolTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    public async Task Without_a_token_nothing_is_shown(string authorization)
    {
        var (code, status) = await cluster.SendAsync("GET", "/api/v1/secrets", authorization: authorization);
        Assert.Equal(401, code);
        Assert.Equal(("Status", "Unauthorized"), ((string?)status["kind"], (string?)status["reason"]));
    }

    [Fact]
    public async Task A_node_that_joins_has_a_token_of_its_own() =>
        Assert.Equal(200, (await cluster.SendAsync("GET", "/api/v1/pods?fieldSelector=spec.nodeName%3Dnode7", authorization: $"Bearer {cluster.NodeToken("node7")}")).Code);

    [Theory]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/apis/none.example.org/v1/things", 404)]
    [InlineData("GET", "/api/v1/namespaces/default/nodes", 404)]
    [InlineData("GET", "/api/v1/pods/x", 404)]
    [InlineData("GET", "/api/v1/namespaces/default/pods/x/exec/y/z", 404)]
    [InlineData("GET", "/openapi/v9", 404)]
    [InlineData("GET", "/api/v1//pods", 404)]
    [InlineData("PUT", Maps, 405)]
    [InlineData("PATCH", Maps, 405)]
    [InlineData("POST", Maps + "/x", 405)]
    [InlineData("POST", "/api/v1/configmaps", 405)]
    [InlineData("OPTIONS", Maps, 405)]
    [InlineData("POST", "/version", 405)]
    [InlineData("DELETE", "/api/v1/nodes/none/status", 405)]
    [InlineData("GET", Maps + "?labelSelector=a%3D%3D%3Db", 400)]
    [InlineData("GET", Maps + "?fieldSelector=spec.size%3D1", 400)]
    [InlineData("GET", Maps + "?limit=x", 400)]
    [InlineData("GET", Maps + "?continue=x", 400)]
    [InlineData("GET", Maps + "?resourceVersion=999999999", 504)]
    public async Task Every_refusal_is_a_Status(string method, string path, int expected)
    {
        var (code, status) = await cluster.SendAsync(method, path);
        Assert.Equal(expected, code);
        Assert.Equal(("Status", "Failure", expected), ((string?)status["kind"], (string?)status["status"], (int?)status["code"]));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"metadata":"x"}""")]
    [InlineData("""{"metadata":{"name":7}}""")]
    [InlineData("""{"metadata":{"name":"\ud800"}}""")]
    [InlineData("""{"metadata":{"labels":{"a":{}}}}""")]
    [InlineData("""{"kind":"Pod","metadata":{"name":"x"}}""")]
    [InlineData("""{"apiVersion":"v2","metadata":{"name":"x"}}""")]
    [InlineData("""{"metadata":{"name":"x","namespace":"other"}}""")]
    [InlineData("""{"metadata":{"name":"x"},"data":{"a":[1]}}""")]
    public async Task A_malformed_body_is_a_bad_request(string body)
    {
        var (code, status) = await cluster.SendAsync("POST", Maps, body);
        Assert.Equal(400, code);
        Assert.Equal("BadRequest", (string?)status["reason"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("UPPER")]
    [InlineData("a b")]
    [InlineData("../etc")]
    public async Task A_bad_name_is_invalid(string name)
    {
        var (code, status) = await cluster.SendAsync("POST", Maps, $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        Assert.Equal(422, code);
        Assert.Equal("metadata.name", (string?)status["details"]!["causes"]![0]!["field"]);
    }

    [Fact]
    public async Task A_body_over_three_MiB_is_too_large()
    {
        var body = $$$"""{"metadata":{"name":"big"},"data":{"a":"{{{new string('x', 3 * 1024 * 1024)}}}"}}""";
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            var (code, status) = await cluster.SendAsync("POST", Maps, body, version: version);
            Assert.Equal(413, code);
            Assert.Equal("RequestEntityTooLarge", (string?)status["reason"]);
        }
    }

    [Fact]
    public async Task Other_media_types_are_refused() =>
        Assert.Equal(415, (await cluster.SendAsync("POST", Maps, "x", "application/cbor")).Code);

    [Fact]
    public async Task Deep_nesting_is_refused_not_followed()
    {
        var body = string.Concat(Enumerable.Repeat("{\"a\":", 50_000)) + "1" + new string('}', 50_000);
        Assert.Equal(400, (await cluster.SendAsync("POST", Maps, body)).Code);
        var yaml = string.Concat(Enumerable.Repeat("[", 50_000));
        Assert.Equal(400, (await cluster.SendAsync("PATCH", $"{Maps}/x?fieldManager=m", "a: " + yaml, "application/apply-patch+yaml")).Code);
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    public async Task Health_needs_no_token(string path)
    {
        var (code, body) = await cluster.SendAsync("GET", path);
        Assert.Equal((200, "ok"), (code, (string?)body["text"]));
    }

    [Fact]
    public async Task Discovery_lists_what_is_served()
    {
        Assert.Equal("v1", (string?)(await cluster.SendAsync("GET", "/api")).Body["versions"]![0]);
        var (_, groups) = await cluster.SendAsync("GET", "/apis");
        Assert.Contains("coordination.k8s.io", groups["groups"]!.AsArray().Select(g => (string?)g!["name"]));
        var (_, core) = await cluster.SendAsync("GET", "/api/v1");
        Assert.Contains("pods/status", core["resources"]!.AsArray().Select(r => (string?)r!["name"]));
        var version = await cluster.Client.Version.GetCodeWithHttpMessagesAsync(cancellationToken: Ct);
        Assert.Equal("1", version.Body.Major);
    }

    [Fact]
    public async Task Both_versions_of_HTTP_are_spoken()
    {
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
            Assert.Equal(200, (await cluster.SendAsync("GET", "/api/v1/nodes", version: version)).Code);
    }

    [Fact]
    public async Task A_list_comes_in_pages_of_one_moment()
    {
        const string Secrets = "/api/v1/namespaces/kube-public/secrets";
        for (var i = 0; i < 5; i++) await cluster.SendAsync("POST", Secrets, $$$"""{"metadata":{"name":"s{{{i}}}"}}""");
        var (_, first) = await cluster.SendAsync("GET", $"{Secrets}?limit=2");
        Assert.Equal(3, (int?)first["metadata"]!["remainingItemCount"]);
        await cluster.SendAsync("DELETE", $"{Secrets}/s4");
        var token = Uri.EscapeDataString((string)first["metadata"]!["continue"]!);
        var (_, rest) = await cluster.SendAsync("GET", $"{Secrets}?limit=9&continue={token}");
        Assert.Equal(["s2", "s3", "s4"], rest["items"]!.AsArray().Select(i => (string?)i!["metadata"]!["name"]));
        Assert.Equal((string?)first["metadata"]!["resourceVersion"], (string?)rest["metadata"]!["resourceVersion"]);
    }
}
