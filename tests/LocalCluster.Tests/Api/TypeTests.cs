using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>Decoding of built-in kinds: what Go's types keep, drop and refuse.</summary>
public sealed class TypeTests
{
    private static readonly TypeDefinition Pod = TypeCatalog.Kubernetes.FindKind("", "Pod")!;

    [Fact]
    public void Unknown_fields_are_dropped_and_named_with_their_place()
    {
        var unknown = new List<string>();
        var pod = Parse("""{"foo":1,"spec":{"bar":2,"containers":[{"name":"a"},{"name":"b","baz":3}],"volumes":[{"name":"v","emptyDir":{"x":1}}]}}""");
        TypeDecoder.Decode(pod, Pod, unknown);
        Assert.Equal(["foo", "spec.bar", "spec.containers[1].baz", "spec.volumes[0].emptyDir.x"], unknown);
        Assert.Null(pod["foo"]);
        Assert.Equal("{}", pod["spec"]!["volumes"]![0]!["emptyDir"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":5}]}}""", "json: cannot unmarshal number into Go struct field Container.spec.containers.name of type string")]
    [InlineData("""{"spec":{"hostNetwork":"yes"}}""", "json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool")]
    [InlineData("""{"spec":{"containers":{}}}""", "json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container")]
    [InlineData("""{"spec":{"restartPolicy":1}}""", "json: cannot unmarshal number into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy")]
    [InlineData("""{"spec":{"priority":99999999999}}""", "json: cannot unmarshal number 99999999999 into Go struct field PodSpec.spec.priority of type int32")]
    [InlineData("""{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"lots"}}}]}}""",
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    public void A_value_of_another_type_is_refused_in_the_words_of_Go(string json, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => TypeDecoder.Decode(Parse(json), Pod, [])).Message);

    [Fact]
    public void Nulls_and_empty_values_go_where_Go_omits_them_and_structs_that_are_no_pointers_come()
    {
        var pod = Parse("""{"metadata":{"labels":{},"creationTimestamp":null},"spec":{"hostNetwork":false,"hostUsers":false,"nodeName":"","containers":[{"name":"a","command":[]}]}}""");
        TypeDecoder.Decode(pod, Pod, []);
        Assert.Equal("""{"metadata":{},"spec":{"hostUsers":false,"containers":[{"name":"a","resources":{}}]},"status":{}}""", pod.ToJsonString());
    }

    [Fact]
    public void Quantities_and_ports_may_be_numbers()
    {
        var pod = Parse("""{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":2}},"livenessProbe":{"httpGet":{"port":"web"}}}]}}""");
        TypeDecoder.Decode(pod, Pod, []);
        Assert.Equal("2", (string?)pod["spec"]!["containers"]![0]!["resources"]!["limits"]!["cpu"]);
    }

    [Fact]
    public void Every_field_of_every_definition_has_a_known_type() =>
        Assert.All(TypeCatalog.Kubernetes.All.SelectMany(d => d.Fields), f => Assert.True(f.Shape.Kind != TypeKind.Struct || f.Shape.Definition is not null));

    [Fact]
    public void Fields_have_the_numbers_of_protobuf()
    {
        Assert.Equal([2], Pod.Find("spec")!.ProtoPath);
        Assert.Equal([2, 6], TypeCatalog.Kubernetes.Find("io.k8s.api.core.v1.Volume")!.Find("secret")!.ProtoPath);
        Assert.Empty(Pod.Find("kind")!.ProtoPath);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
