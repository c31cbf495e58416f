using System.Text.Json.Nodes;
using CsCheck;

namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>Whatever is sent, the answer is an answer, and the server goes on.</summary>
public sealed class FuzzTests(WidgetCluster widgets) : IClassFixture<WidgetCluster>
{
    private static readonly string[] Words =
    [
        "metadata", "name", "namespace", "labels", "annotations", "finalizers", "ownerReferences", "uid", "resourceVersion", "generateName", "kind",
        "apiVersion", "spec", "status", "conditions", "type", "size", "containers", "data", "managedFields", "fieldsV1", "f:spec", "op", "path", "value",
        "add", "remove", "test", "/metadata/name", "/spec/containers/0", "-", "$patch", "delete", "replace", "preconditions", "gracePeriodSeconds",
        "default", "a", "Widget", "Pod", "tests.example.org/v1", "v1", "versions", "schema", "openAPIV3Schema", "properties", "names", "plural", "group",
        "propagationPolicy", "Orphan", "deletionTimestamp", "2024-01-01T00:00:00Z", "\0", "ü\n", "",
    ];

    private static readonly Gen<string> Word = One(Words);

    private static readonly Gen<JsonNode?> Leaf = Gen.OneOf<JsonNode?>(
        Word.Select(w => (JsonNode?)JsonValue.Create(w)), Gen.Long.Select(n => (JsonNode?)JsonValue.Create(n)), Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)),
        Gen.Double.Where(double.IsFinite).Select(d => (JsonNode?)JsonValue.Create(d)), Gen.Bool.Select(_ => (JsonNode?)null));

    private static readonly Gen<string> Method = One("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "FOO");

    /// <summary>Without NUL, which Kestrel itself refuses before any handler sees the request.</summary>
    private static readonly Gen<string> Path = Gen.OneOf(
        One(
            "/api/v1/namespaces/default/pods", "/api/v1/namespaces/default/pods/a", "/api/v1/namespaces/default/pods/a/status", "/api/v1/namespaces/default/pods/a/binding",
            "/api/v1/namespaces/default/configmaps/a", "/api/v1/namespaces/default/secrets", "/api/v1/namespaces/default/events", "/apis/events.k8s.io/v1/namespaces/default/events",
            "/apis/coordination.k8s.io/v1/namespaces/default/leases/a", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "/api/v1/nodes/a/status",
            Samples.Widgets, Samples.Widgets + "/a", Samples.Widgets + "/a/status", "/api/v1/namespaces", "/api/v1/namespaces/a"),
        Gen.Select(One("api", "apis", "version", "%2f", "..%2f"), Word.Where(w => w != "\0").Array[0, 6], (root, parts) => $"/{root}/{string.Join('/', parts.Select(Uri.EscapeDataString))}"));

    private static readonly Gen<string> Query = One(
        "", "?fieldManager=m", "?fieldManager=m&force=true", "?dryRun=All", "?limit=1", "?labelSelector=a", "?fieldSelector=metadata.name%3Da", "?fieldValidation=Strict",
        "?propagationPolicy=Orphan", "?watch=true&sendInitialEvents=1", "?watch=x&timeoutSeconds=1", "?resourceVersion=0", "?gracePeriodSeconds=-1", "?limit=-1&continue=e30",
        "?resourceVersion=1&resourceVersionMatch=Exact", "?resourceVersionMatch=x", "?fieldSelector=spec.nodeName%3D%5C", "?fieldSelector=%3D%2C%21%3D", "?dryRun=x",
        "?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJhIn0", "?timeoutSeconds=99999999999999999999");

    private static readonly Gen<string> MediaType = One(
        "application/json", "application/yaml", "application/merge-patch+json", "application/json-patch+json", "application/strategic-merge-patch+json",
        "application/apply-patch+yaml", "application/vnd.kubernetes.protobuf", "text/plain", "");

    private readonly TestCluster cluster = widgets.Cluster;

    [Fact]
    public async Task No_request_is_answered_with_a_fault_of_the_server()
    {
        await Gen.Select(Method, Path, Query, MediaType, Body()).Where((m, p, _, _, _) => !(m == "DELETE" && p.EndsWith("definitions", StringComparison.Ordinal))).SampleAsync(
            async (method, path, query, mediaType, body) =>
            {
                var (code, answer) = await cluster.SendAsync(method, path + query, method is "GET" or "HEAD" ? null : body, mediaType);
                return (code < 500 || IsUntypable(answer)) && (code < 400 || method == "HEAD" || (string?)answer["kind"] == "Status");
            },
            iter: 3000, threads: 2);
        Assert.Equal(200, (await cluster.SendAsync("GET", "/readyz")).Code);
        Assert.Equal(200, (await cluster.SendAsync("GET", Samples.Widgets)).Code);
    }

    [Fact]
    public async Task No_patch_of_a_living_object_is_answered_with_a_fault_of_the_server()
    {
        await cluster.SendAsync("POST", Samples.Widgets, Samples.Widget("target").ToJsonString());
        await cluster.SendAsync("POST", "/api/v1/namespaces/default/pods", k8s.KubernetesJson.Serialize(Samples.Pod("target")));
        var target = One($"{Samples.Widgets}/target", $"{Samples.Widgets}/target/status", "/api/v1/namespaces/default/pods/target", "/api/v1/namespaces/default/pods/target/status");
        await Gen.Select(target, MediaType, Tree(3)).SampleAsync(
            async (path, mediaType, tree) =>
            {
                if (tree is JsonObject applied && mediaType.Contains("apply", StringComparison.Ordinal))
                    (applied["apiVersion"], applied["kind"]) = path.Contains("widgets", StringComparison.Ordinal) ? ("tests.example.org/v1", "Widget") : ("v1", "Pod");
                var (code, answer) = await cluster.SendAsync("PATCH", path + "?fieldManager=m", tree?.ToJsonString() ?? "null", mediaType);
                return code < 500 || IsUntypable(answer);
            },
            iter: 3000, threads: 2);
        Assert.Equal(200, (await cluster.SendAsync("GET", $"{Samples.Widgets}/target")).Code);
    }

    /// <summary>The real server answers 500 to an apply of a field that no schema has; its own faults bear a reason.</summary>
    private static bool IsUntypable(JsonObject answer) =>
        ((string?)answer["message"])?.StartsWith("failed to create typed patch object", StringComparison.Ordinal) == true;

    private static Gen<string> One(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static Gen<string> Body() => Gen.OneOf(
        Tree(4).Select(t => t?.ToJsonString() ?? "null"),
        Gen.String,
        Gen.Select(Tree(3), Gen.Int[0, 40], (t, cut) => t?.ToJsonString() is { } text ? text[..Math.Min(text.Length, cut)] : ""));

    private static Gen<JsonNode?> Tree(int depth) => depth == 0
        ? Leaf
        : Gen.OneOf(
            Gen.Select(Word, Tree(depth - 1)).Array[0, 5].Select(pairs =>
            {
                var node = new JsonObject();
                foreach (var (name, value) in pairs) node[name] = value?.DeepClone();
                return (JsonNode?)node;
            }),
            Tree(depth - 1).Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(i => i?.DeepClone())])),
            Leaf);
}
