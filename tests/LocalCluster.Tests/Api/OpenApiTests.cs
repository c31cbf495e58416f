using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.OpenApi;

namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>What the server publishes about its kinds, as kubectl reads it.</summary>
public sealed class OpenApiTests(WidgetCluster fixture) : IClassFixture<WidgetCluster>
{
    private const string Binary = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private readonly TestCluster cluster = fixture.Cluster;

    [Fact]
    public async Task The_whole_document_names_kinds_merge_keys_and_required_fields()
    {
        var (code, body) = await cluster.SendAsync("GET", "/openapi/v2");
        Assert.Equal(200, code);
        var spec = body["definitions"]!["io.k8s.api.core.v1.PodSpec"]!;
        Assert.Equal("name", (string?)spec["properties"]!["containers"]!["x-kubernetes-patch-merge-key"]);
        Assert.Equal("#/definitions/io.k8s.api.core.v1.Container", (string?)spec["properties"]!["containers"]!["items"]!["$ref"]);
        Assert.Contains(spec["required"]!.AsArray(), r => (string?)r == "containers");
        var kind = body["definitions"]!["io.k8s.api.apps.v1.Deployment"]!["x-kubernetes-group-version-kind"]![0]!;
        Assert.Equal("""{"group":"apps","kind":"Deployment","version":"v1"}""", kind.ToJsonString());
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var (_, body) = await cluster.SendAsync("GET", "/openapi/v2");
        var names = body["definitions"]!.AsObject().Select(d => $"#/definitions/{d.Key}").ToHashSet();
        Assert.All(References(body), r => Assert.Contains(r, names));
        var (_, index) = await cluster.SendAsync("GET", "/openapi/v3");
        foreach (var (_, part) in index["paths"]!.AsObject())
        {
            var (code, document) = await cluster.SendAsync("GET", (string)part!["serverRelativeURL"]!);
            Assert.Equal(200, code);
            names = document["components"]!["schemas"]!.AsObject().Select(d => $"#/components/schemas/{d.Key}").ToHashSet();
            Assert.All(References(document), r => Assert.Contains(r, names));
        }
    }

    [Fact]
    public async Task A_patch_takes_a_field_validation_so_that_kubectl_leaves_it_to_the_server()
    {
        var (_, body) = await cluster.SendAsync("GET", "/openapi/v3/apis/apps/v1");
        var patch = body["paths"]!["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]!;
        Assert.Contains(patch["parameters"]!.AsArray(), p => (string?)p!["name"] == "fieldValidation" && (string?)p["in"] == "query");
        Assert.Equal("Deployment", (string?)patch["x-kubernetes-group-version-kind"]!["kind"]);
    }

    [Fact]
    public async Task A_defined_kind_is_published_and_its_going_too()
    {
        var (_, before) = await cluster.SendAsync("GET", "/openapi/v2");
        Assert.NotNull(before["definitions"]!["org.example.tests.v1.Widget"]);
        var text = Samples.WidgetDefinition.Replace("widgets", "gears", StringComparison.Ordinal).Replace("Widget", "Gear", StringComparison.Ordinal)
            .Replace("shortNames: [wd], ", "", StringComparison.Ordinal);
        Assert.Equal(201, (await cluster.SendAsync("POST", Definitions, text, "application/yaml")).Code);
        var (_, after) = await cluster.SendAsync("GET", "/openapi/v2");
        Assert.NotNull(after["definitions"]!["org.example.tests.v1.Gear"]);
        await cluster.SendAsync("DELETE", $"{Definitions}/gears.tests.example.org");
        await Eventually.HoldsAsync(
            async () => (await cluster.SendAsync("GET", "/openapi/v2")).Body["definitions"]!["org.example.tests.v1.Gear"] is null, "the definition is unpublished");
    }

    [Fact]
    public async Task An_old_hash_leads_to_the_new_document()
    {
        var (code, _) = await cluster.SendAsync("GET", "/openapi/v3/api/v1?hash=OLD");
        Assert.Equal(301, code);
        Assert.Equal(404, (await cluster.SendAsync("GET", "/openapi/v3/apis/none/v1")).Code);
    }

    [Fact]
    public async Task The_document_comes_in_protobuf_for_older_kubectls()
    {
        var (_, json) = await cluster.SendAsync("GET", "/openapi/v2");
        var bytes = await cluster.BytesAsync("/openapi/v2", Binary);
        Assert.Equal("2.0", Fields(bytes).Where(f => f.Number == 1).Select(f => System.Text.Encoding.UTF8.GetString(f.Bytes)).Single());
        var definitions = Fields(Fields(bytes).Single(f => f.Number == 9).Bytes).Select(d => Fields(d.Bytes)[0].Bytes).Select(System.Text.Encoding.UTF8.GetString);
        Assert.Equal(json["definitions"]!.AsObject().Select(d => d.Key), definitions);
    }

    [Fact]
    public void Numbers_flags_and_extensions_are_encoded_as_protobuf_wants_them()
    {
        var document = JsonNode.Parse("""{"definitions":{"A":{"maximum":1.5,"uniqueItems":true,"minItems":300,"type":"array","x-k":{"a":1}}}}""")!.AsObject();
        var schema = Fields(Fields(Fields(Fields(ProtoDocument.Encode(document)).Single().Bytes).Single().Bytes)[1].Bytes);
        Assert.Equal([7, 16, 15, 22, 31], schema.Select(f => f.Number));
        Assert.Equal(1.5, BitConverter.ToDouble(schema[0].Bytes));
        Assert.Equal([0xAC, 0x02], schema[2].Bytes);
        Assert.Equal("x-k", System.Text.Encoding.UTF8.GetString(Fields(schema[4].Bytes)[0].Bytes));
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject value => value.SelectMany(p => p is { Key: "$ref", Value: JsonValue text } ? [(string)text!] : References(p.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    /// <summary>The fields of a message; a number is kept as its bytes.</summary>
    private static List<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Number(message, ref at);
            var start = at;
            var length = (tag & 7) switch { 0 => Skip(message, at), 1 => 8, _ => (int)Number(message, ref at) };
            if ((tag & 7) != 2) at = start;
            fields.Add(((int)(tag >> 3), message[at..(at + length)]));
            at += length;
        }

        return fields;
    }

    private static int Skip(byte[] message, int at)
    {
        var length = 1;
        while (message[at + length - 1] >= 0x80) length++;
        return length;
    }

    private static ulong Number(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
