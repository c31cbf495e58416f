using System.Text.Json.Nodes;
using k8s;
using LustreSupervisor.LocalCluster.Api.Protobuf;

namespace LustreSupervisor.LocalCluster.Tests.Api.Protobuf;

/// <summary>Protobuf through the API server.</summary>
public sealed class ProtobufRequestTests(WidgetCluster widgets) : IClassFixture<WidgetCluster>
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    private readonly TestCluster cluster = widgets.Cluster;

    [Fact]
    public async Task An_object_is_created_and_deleted_by_protobuf()
    {
        var meta = new ProtoBytes().Text(1, "proto").Text(3, "").Bytes(8, []);
        var (code, created) = await SendAsync("POST", Maps, ProtoBytes.Body("v1", "ConfigMap", new ProtoBytes().Message(1, meta).Entry(2, "k", "v")));
        Assert.Equal((201, "v"), (code, (string?)created["data"]!["k"]));
        Assert.Equal("v", (await cluster.Client.ReadNamespacedConfigMapAsync("proto", "default", cancellationToken: TestCluster.Ct)).Data["k"]);
        var other = ProtoBytes.Body("v1", "DeleteOptions", new ProtoBytes().Message(2, new ProtoBytes().Text(1, "other")));
        Assert.Equal(409, (await SendAsync("DELETE", $"{Maps}/proto", other)).Code);
        var same = ProtoBytes.Body("v1", "DeleteOptions", new ProtoBytes().Message(2, new ProtoBytes().Text(1, (string)created["metadata"]!["uid"]!)));
        Assert.Equal(200, (await SendAsync("DELETE", $"{Maps}/proto", same)).Code);
        Assert.Equal(404, (await cluster.SendAsync("GET", $"{Maps}/proto")).Code);
    }

    [Fact]
    public async Task What_cannot_be_decoded_is_a_bad_request()
    {
        var (code, status) = await SendAsync("POST", Maps, ProtoBytes.Body("v1", "ConfigMap", new ProtoBytes().Text(77, "x")));
        Assert.Equal((400, "BadRequest"), (code, (string?)status["reason"]));
        Assert.Contains("field 77 of io.k8s.api.core.v1.ConfigMap", (string?)status["message"], StringComparison.Ordinal);
        Assert.Equal(400, (await cluster.SendAsync("POST", Maps, "{}", ProtobufBody.MediaType)).Code);
    }

    [Fact]
    public async Task Kinds_of_definitions_have_no_protobuf()
    {
        var (code, status) = await cluster.SendAsync("POST", Samples.Widgets, "x", ProtobufBody.MediaType);
        Assert.Equal(415, code);
        Assert.EndsWith("accepted media types include: application/json, application/yaml", (string?)status["message"], StringComparison.Ordinal);
        var refused = await cluster.SendAsync("POST", Maps, "x", "text/plain");
        Assert.Equal(415, refused.Code);
        Assert.EndsWith("application/json, application/yaml, application/vnd.kubernetes.protobuf", (string?)refused.Body["message"], StringComparison.Ordinal);
    }

    private Task<(int Code, JsonObject Body)> SendAsync(string method, string path, byte[] body) => cluster.SendBytesAsync(method, path, body, ProtobufBody.MediaType);
}
