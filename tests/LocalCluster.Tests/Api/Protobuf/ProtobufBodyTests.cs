using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Protobuf;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Tests.Api.Protobuf;

/// <summary>Decoding: what Go's clients write becomes the JSON that they would have sent.</summary>
public sealed class ProtobufBodyTests
{
    /// <summary>As Go writes metadata: every field that is no pointer, empty or not; the zero time as an empty message.</summary>
    private static ProtoBytes Meta(string name) =>
        new ProtoBytes().Text(1, name).Text(2, "").Text(3, "default").Text(4, "").Text(5, "").Text(6, "").Whole(7, 0).Bytes(8, []);

    [Fact]
    public void Empty_values_that_JSON_omits_are_dropped() => MustBe(
        """{"metadata":{"name":"a","namespace":"default"},"data":{"k":"v","":""},"apiVersion":"v1","kind":"ConfigMap"}""",
        "v1", "ConfigMap", new ProtoBytes().Message(1, Meta("a")).Entry(2, "k", "v").Bytes(2, []));

    [Fact]
    public void Bytes_become_base64() => MustBe(
        """{"metadata":{},"data":{"k":"AP8="},"type":"Opaque","apiVersion":"v1","kind":"Secret"}""",
        "v1", "Secret", new ProtoBytes().Message(2, new ProtoBytes().Text(1, "k").Bytes(2, [0, 255])).Text(3, "Opaque"));

    [Fact]
    public void Times_owners_and_field_managers_of_metadata_are_kept()
    {
        var owner = new ProtoBytes().Text(1, "Node").Text(3, "n").Text(4, "u").Text(5, "v1").Whole(6, 1);
        var manager = new ProtoBytes().Text(1, "m").Text(2, "Update").Text(3, "v1").Bytes(4, [8, 1, 16, 0]).Text(6, "FieldsV1")
            .Message(7, new ProtoBytes().Text(1, """{"f:data":{}}"""));
        MustBe(
            """{"metadata":{"creationTimestamp":"2024-01-01T00:00:00Z","ownerReferences":[{"kind":"Node","name":"n","uid":"u","apiVersion":"v1","controller":true}],"managedFields":[{"manager":"m","operation":"Update","apiVersion":"v1","time":"1970-01-01T00:00:01Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{}}}]},"apiVersion":"v1","kind":"ConfigMap"}""",
            "v1", "ConfigMap",
            new ProtoBytes().Message(1, new ProtoBytes().Message(8, new ProtoBytes().Whole(1, 1704067200).Whole(2, 0)).Message(13, owner).Message(17, manager)));
    }

    [Fact]
    public void Messages_that_are_one_value_in_JSON_become_that_value()
    {
        var port = new ProtoBytes().Text(1, "http").Text(2, "TCP").Whole(3, 80).Message(4, new ProtoBytes().Whole(1, 0).Whole(2, 8080).Text(3, "")).Whole(5, 0);
        var named = new ProtoBytes().Text(1, "n").Whole(3, 81).Message(4, new ProtoBytes().Whole(1, 1).Whole(2, 0).Text(3, "web"));
        MustBe(
            """{"metadata":{},"spec":{"ports":[{"name":"http","protocol":"TCP","port":80,"targetPort":8080},{"name":"n","port":81,"targetPort":"web"}],"selector":{"app":"a"},"type":"ClusterIP"},"status":{"loadBalancer":{}},"apiVersion":"v1","kind":"Service"}""",
            "v1", "Service", new ProtoBytes().Message(2, new ProtoBytes().Message(1, port).Message(1, named).Entry(2, "app", "a").Text(3, "").Text(4, "ClusterIP")));
    }

    [Fact]
    public void Inlined_messages_and_quantities_of_a_pod_template_are_found()
    {
        var limits = new ProtoBytes().Message(1, new ProtoBytes().Text(1, "cpu").Message(2, new ProtoBytes().Text(1, "250m")));
        var probe = new ProtoBytes().Message(1, new ProtoBytes().Message(1, new ProtoBytes().Text(1, "true"))).Whole(2, 5);
        var container = new ProtoBytes().Text(1, "c").Text(2, "i").Message(8, limits).Message(10, probe);
        var volume = new ProtoBytes().Text(1, "v").Message(2, new ProtoBytes().Message(1, new ProtoBytes().Text(1, "/x")));
        var template = new ProtoBytes().Message(2, new ProtoBytes().Message(1, volume).Message(2, container));
        var spec = new ProtoBytes().Whole(1, 0).Message(2, new ProtoBytes().Entry(1, "app", "a")).Message(3, template).Message(4, new ProtoBytes().Text(1, ""));
        MustBe(
            """{"spec":{"replicas":0,"selector":{"matchLabels":{"app":"a"}},"template":{"spec":{"volumes":[{"name":"v","hostPath":{"path":"/x"}}],"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"250m"}},"livenessProbe":{"exec":{"command":["true"]},"initialDelaySeconds":5}}]},"metadata":{}},"strategy":{}},"metadata":{},"status":{},"apiVersion":"apps/v1","kind":"Deployment"}""",
            "apps/v1", "Deployment", new ProtoBytes().Message(2, spec));
    }

    [Fact]
    public void Lists_in_maps_are_read() => MustBe(
        """{"spec":{"user":"u","groups":["g"],"extra":{"k":["a","b"]}},"metadata":{},"status":{},"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview"}""",
        "authorization.k8s.io/v1", "SubjectAccessReview", new ProtoBytes().Message(2, new ProtoBytes().Text(3, "u").Text(4, "g")
            .Message(5, new ProtoBytes().Text(1, "k").Message(2, new ProtoBytes().Text(1, "a").Text(1, "b")))));

    [Fact]
    public void Numbers_may_be_packed_or_not()
    {
        var context = new ProtoBytes().Bytes(4, [1, 0x80, 1]).Whole(4, 7);
        var pod = ProtobufBody.Parse(ProtoBytes.Body("v1", "Pod", new ProtoBytes().Message(2, new ProtoBytes().Message(14, context))));
        Assert.Equal("[1,128,7]", pod["spec"]!["securityContext"]!["supplementalGroups"]!.ToJsonString());
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("apps/v1")]
    [InlineData("meta.k8s.io/v1")]
    public void Options_of_a_delete_belong_to_every_group(string apiVersion) => MustBe(
        $$"""{"gracePeriodSeconds":0,"preconditions":{"uid":"u"},"propagationPolicy":"Background","apiVersion":"{{apiVersion}}","kind":"DeleteOptions"}""",
        apiVersion, "DeleteOptions", new ProtoBytes().Whole(1, 0).Message(2, new ProtoBytes().Text(1, "u")).Text(4, "Background"));

    [Fact]
    public void What_is_not_known_is_named_not_dropped()
    {
        Assert.Equal("field 99 of io.k8s.api.core.v1.ConfigMap is not known to Kubernetes 1.36: send JSON", Refusal("v1", "ConfigMap", new ProtoBytes().Text(99, "x")));
        Assert.Equal("Thing of example.org/v1 is not known in protobuf: send JSON", Refusal("example.org/v1", "Thing", new ProtoBytes()));
        Assert.Equal("Deployment of apps/v1beta1 is not known in protobuf: send JSON", Refusal("apps/v1beta1", "Deployment", new ProtoBytes()));
        Assert.Equal("Object 'Kind' is missing in the body", Refusal("v1", "", new ProtoBytes()));
        Assert.Equal("the bytes of ConfigMap are not protobuf: field 1 has wire type 0 instead of 2", Refusal("v1", "ConfigMap", new ProtoBytes().Whole(1, 1)));
        Assert.Equal("field 1 of ObjectMeta is not UTF-8", Refusal("v1", "ConfigMap", new ProtoBytes().Message(1, new ProtoBytes().Bytes(1, [255]))));
    }

    [Fact]
    public void A_small_body_does_not_become_a_large_object() =>
        Assert.Contains($"more than {MessageDecoder.ValuesMax} values", Refusal("v1", "Pod", new ProtoBytes().Bytes(3, Repeat([18, 0], MessageDecoder.ValuesMax + 1)).Bytes(2, Repeat([18, 0], MessageDecoder.ValuesMax))), StringComparison.Ordinal);

    [Fact]
    public void Every_field_is_found_by_its_numbers() => Assert.All(
        TypeCatalog.Kubernetes.All.SelectMany(d => d.Fields.Where(f => f.ProtoPath.Count > 0).Select(f => (Definition: d, Field: f))),
        pair => Assert.Same(pair.Field, pair.Field.ProtoPath.SkipLast(1).Aggregate(FieldNumbers.Of(pair.Definition), (at, number) => at.FindEmbedded(number)!).Find(pair.Field.ProtoPath[^1])));

    private static byte[] Repeat(byte[] part, int times) => [.. Enumerable.Repeat(part, times).SelectMany(p => p)];

    private static void MustBe(string json, string apiVersion, string kind, ProtoBytes message)
    {
        var body = ProtobufBody.Parse(ProtoBytes.Body(apiVersion, kind, message));
        Assert.True(JsonNode.DeepEquals(JsonText.Parse(Encoding.UTF8.GetBytes(json)), body), $"{body.ToJsonString()} instead of {json}");
    }

    private static string Refusal(string apiVersion, string kind, ProtoBytes message) =>
        Assert.Throws<ProtobufException>(() => ProtobufBody.Parse(ProtoBytes.Body(apiVersion, kind, message))).Message;
}
