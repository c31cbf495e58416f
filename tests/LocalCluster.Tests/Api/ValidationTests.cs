using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>Objects of built-in kinds that the server refuses, in its own words, and what it adds to those that it takes.</summary>
public sealed class ValidationTests(WidgetCluster widgets) : IClassFixture<WidgetCluster>
{
    private const string Core = "/api/v1/namespaces/default";
    private const string Apps = "/apis/apps/v1/namespaces/default";
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/default";
    private readonly TestCluster cluster = widgets.Cluster;

    [Theory]
    [InlineData("pods", "{\"spec\":{\"containers\":[{\"name\":\"a\"}]}}", "spec.containers[0].image: Required value")]
    [InlineData("pods", "{\"spec\":{}}", "spec.containers: Required value")]
    [InlineData("pods", "{\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"i\"},{\"name\":\"a\",\"image\":\"i\"}]}}", "spec.containers[1].name: Duplicate value: \"a\"")]
    [InlineData("pods", "{\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"i\",\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/v\"}]}]}}",
        "spec.containers[0].volumeMounts[0].name: Not found: \"v\"")]
    [InlineData("pods", "{\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"i\",\"resources\":{\"requests\":{\"cpu\":\"2\"},\"limits\":{\"cpu\":\"1\"}}}]}}",
        "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1")]
    [InlineData("pods", "{\"spec\":{\"restartPolicy\":\"Maybe\",\"containers\":[{\"name\":\"a\",\"image\":\"i\"}]}}",
        "spec.restartPolicy: Unsupported value: \"Maybe\": supported values: \"Always\", \"OnFailure\", \"Never\"")]
    [InlineData("pods", "{\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"i\",\"livenessProbe\":{}}]}}", "spec.containers[0].livenessProbe: Required value: must specify a handler type")]
    [InlineData("services", "{\"spec\":{}}", "spec.ports: Required value")]
    [InlineData("services", "{\"spec\":{\"ports\":[{\"port\":70000}]}}", "[spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive, " +
        "spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive]")]
    [InlineData("secrets", "{\"type\":\"kubernetes.io/tls\",\"data\":{\"tls.crt\":\"\"}}", "data[tls.key]: Required value")]
    [InlineData("persistentvolumeclaims", "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}}}", "spec.accessModes: Required value: at least 1 access mode is required")]
    public async Task A_core_object_is_refused(string plural, string body, string why) => await RefusedAsync($"{Core}/{plural}", body, why);

    [Theory]
    [InlineData("deployments", "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"i\"}]}}}}", "spec.selector: Required value")]
    [InlineData("deployments", "{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":{\"metadata\":{\"labels\":{\"a\":\"c\"}},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"i\"}]}}}}",
        "spec.template.metadata.labels: Invalid value: {\"a\":\"c\"}: `selector` does not match template `labels`")]
    [InlineData("statefulsets", "{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"a\",\"image\":\"i\"}]}}}}",
        "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"")]
    public async Task A_workload_is_refused(string plural, string body, string why) => await RefusedAsync($"{Apps}/{plural}", body, why);

    [Fact]
    public async Task A_budget_of_both_kinds_is_refused() => await RefusedAsync("/apis/policy/v1/namespaces/default/poddisruptionbudgets",
        """{"spec":{"minAvailable":1,"maxUnavailable":1}}""",
        "spec: Invalid value: {\"minAvailable\":1,\"maxUnavailable\":1}: minAvailable and maxUnavailable cannot be both set");

    [Fact]
    public async Task A_role_binding_keeps_its_role()
    {
        var binding = """{"metadata":{"name":"b"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"}}""";
        Assert.Equal(201, (await cluster.SendAsync("POST", $"{Rbac}/rolebindings", binding)).Code);
        var (code, status) = await cluster.SendAsync("PUT", $"{Rbac}/rolebindings/b", binding.Replace("\"r\"", "\"other\"", StringComparison.Ordinal));
        Assert.Equal(422, code);
        Assert.Equal("RoleBinding.rbac.authorization.k8s.io \"b\" is invalid: roleRef: Invalid value: " +
            "{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\"Role\",\"name\":\"other\"}: cannot change roleRef", (string?)status["message"]);
    }

    [Fact]
    public async Task A_deployment_keeps_its_selector_and_gets_its_defaults()
    {
        var body = """{"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"a","image":"i"}]}}}}""";
        var (code, made) = await cluster.SendAsync("POST", $"{Apps}/deployments", body);
        Assert.Equal(201, code);
        Assert.Equal(1, (int?)made["spec"]!["replicas"]);
        Assert.Equal("25%", (string?)made["spec"]!["strategy"]!["rollingUpdate"]!["maxSurge"]);
        Assert.Equal("Always", (string?)made["spec"]!["template"]!["spec"]!["containers"]![0]!["imagePullPolicy"]);
        var changed = body.Replace("\"b\"", "\"c\"", StringComparison.Ordinal);
        var (refused, status) = await cluster.SendAsync("PUT", $"{Apps}/deployments/web", changed);
        Assert.Equal(422, refused);
        Assert.Equal("Deployment.apps \"web\" is invalid: spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"c\"}}: field is immutable", (string?)status["message"]);
    }

    [Fact]
    public async Task An_immutable_config_map_stays_as_it_is()
    {
        await cluster.SendAsync("POST", $"{Core}/configmaps", """{"metadata":{"name":"fixed"},"immutable":true,"data":{"a":"1"}}""");
        var (code, status) = await cluster.SendAsync("PUT", $"{Core}/configmaps/fixed", """{"metadata":{"name":"fixed"},"immutable":true,"data":{"a":"2"}}""");
        Assert.Equal(422, code);
        Assert.Equal("ConfigMap \"fixed\" is invalid: data: Forbidden: field is immutable when `immutable` is set", (string?)status["message"]);
        Assert.Equal("data", (string?)status["details"]!["causes"]![0]!["field"]);
    }

    [Fact]
    public async Task A_pods_priority_comes_from_its_class()
    {
        const string Spec = "\"containers\":[{\"name\":\"a\",\"image\":\"i\"}]";
        var (code, status) = await cluster.SendAsync("POST", $"{Core}/pods", $$$"""{"metadata":{"name":"none"},"spec":{"priorityClassName":"none",{{{Spec}}}}}""");
        Assert.Equal(403, code);
        Assert.Equal("pods \"none\" is forbidden: no PriorityClass with name none was found", (string?)status["message"]);
        var (_, made) = await cluster.SendAsync("POST", $"{Core}/pods", $$$"""{"metadata":{"name":"high"},"spec":{"priorityClassName":"system-node-critical",{{{Spec}}}}}""");
        Assert.Equal(2_000_001_000, (int?)made["spec"]!["priority"]);
        Assert.Equal("default", (string?)made["spec"]!["serviceAccountName"]);
    }

    [Fact]
    public async Task Unknown_fields_are_dropped_with_a_warning_or_refused()
    {
        const string Pod = """{"metadata":{"name":"odd"},"spec":{"foo":1,"containers":[{"name":"a","image":"i"}]}}""";
        var (code, status) = await cluster.SendAsync("POST", $"{Core}/pods?fieldValidation=Strict", Pod);
        Assert.Equal(400, code);
        Assert.Equal("Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: unknown field \"spec.foo\"", (string?)status["message"]);
        var (made, body) = await cluster.SendAsync("POST", $"{Core}/pods", Pod);
        Assert.Equal(201, made);
        Assert.Null(body["spec"]!["foo"]);
        var (applied, error) = await cluster.SendAsync("PATCH", $"{Core}/pods/odd?fieldManager=m",
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"odd","namespace":"default"},"spec":{"foo":1}}""", "application/apply-patch+yaml");
        Assert.Equal(500, applied);
        Assert.Equal("failed to create typed patch object (default/odd; /v1, Kind=Pod): .spec.foo: field not declared in schema", (string?)error["message"]);
    }

    private async Task RefusedAsync(string path, string body, string why)
    {
        var given = JsonNode.Parse(body)!.AsObject();
        given["metadata"] = new JsonObject { ["name"] = "bad" };
        var (code, status) = await cluster.SendAsync("POST", path, given.ToJsonString());
        Assert.Equal((422, "Invalid"), (code, (string?)status["reason"]));
        Assert.EndsWith($"\"bad\" is invalid: {why}", (string?)status["message"], StringComparison.Ordinal);
        Assert.NotEmpty(status["details"]!["causes"]!.AsArray());
    }
}
