using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>Discovery: kinds, versions and their order.</summary>
public sealed class DiscoveryTests(WidgetCluster fixture) : IClassFixture<WidgetCluster>
{
    private readonly TestCluster cluster = fixture.Cluster;

    [Theory]
    [InlineData("v2")]
    [InlineData("v2beta1")]
    public async Task One_document_lists_every_group(string version)
    {
        var accept = $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList,application/json";
        var document = JsonNode.Parse(await cluster.BytesAsync("/apis", accept))!;
        Assert.Equal($"apidiscovery.k8s.io/{version}", (string?)document["apiVersion"]);
        Assert.Equal("apps", (string?)document["items"]![0]!["metadata"]!["name"]);
        var custom = document["items"]!.AsArray().Last()!;
        Assert.Equal("tests.example.org", (string?)custom["metadata"]!["name"]);
        var widgets = custom["versions"]![0]!["resources"]!.AsArray().Single(r => (string?)r!["resource"] == "widgets")!;
        Assert.Equal("Namespaced", (string?)widgets["scope"]);
        Assert.Equal("status", (string?)widgets["subresources"]![0]!["subresource"]);
        var core = JsonNode.Parse(await cluster.BytesAsync("/api", accept))!["items"]!.AsArray().Single()!;
        Assert.Null(core["metadata"]!["name"]);
        Assert.Contains(core["versions"]![0]!["resources"]!.AsArray(), r => (string?)r!["resource"] == "pods");
    }

    [Fact]
    public async Task Clients_that_ask_for_plain_JSON_get_the_older_documents()
    {
        Assert.Equal("APIGroupList", (string?)(await cluster.SendAsync("GET", "/apis")).Body["kind"]);
        Assert.Equal("APIVersions", (string?)JsonNode.Parse(await cluster.BytesAsync("/api", "application/json, */*"))!["kind"]);
    }
}
