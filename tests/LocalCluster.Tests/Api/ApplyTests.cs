using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using static LustreSupervisor.LocalCluster.Tests.Api.TestCluster;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class ApplyTests(WidgetCluster widgets) : IClassFixture<WidgetCluster>
{
    private readonly TestCluster cluster = widgets.Cluster;

    [Fact]
    public async Task An_absent_object_is_created_and_applied_again_unchanged()
    {
        var (code, made) = await ApplyAsync("fresh", "me", """{"size":3}""");
        Assert.Equal(201, code);
        Assert.Equal("red", (string?)made["spec"]!["color"]);
        Assert.Equal("me", (string?)made["metadata"]!["managedFields"]![0]!["manager"]);
        var (again, same) = await ApplyAsync("fresh", "me", """{"size":3}""");
        Assert.Equal(200, again);
        Assert.Equal((string?)made["metadata"]!["resourceVersion"], (string?)same["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task What_a_manager_omits_now_goes()
    {
        await ApplyAsync("omitted", "me", """{"size":3,"code":"abc","limits":{"cpu":1}}""");
        var (_, left) = await ApplyAsync("omitted", "me", """{"size":4}""");
        Assert.Equal(4, (int?)left["spec"]!["size"]);
        Assert.Null(left["spec"]!["code"]);
        Assert.Null(left["spec"]!["limits"]);
    }

    [Fact]
    public async Task What_another_manager_applied_stays()
    {
        await ApplyAsync("shared", "one", """{"size":3,"limits":{"cpu":1}}""");
        await ApplyAsync("shared", "two", """{"size":3,"limits":{"memory":2}}""");
        var (_, left) = await ApplyAsync("shared", "one", """{"size":3}""");
        Assert.Null(left["spec"]!["limits"]!["cpu"]);
        Assert.Equal(2, (int?)left["spec"]!["limits"]!["memory"]);
        Assert.Equal(3, (int?)(await ApplyAsync("shared", "two", """{"size":3}""")).Body["spec"]!["size"]);
    }

    [Fact]
    public async Task What_kubectl_applied_on_its_side_becomes_its_own_on_the_server()
    {
        const string Pods = "/api/v1/namespaces/default/pods";
        var pod = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"migrated","labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"i","env":[{"name":"A","value":"1"}]}]}}
            """;
        var annotated = pod.Replace("\"labels\"", $"\"annotations\":{{\"kubectl.kubernetes.io/last-applied-configuration\":{JsonValue.Create(pod).ToJsonString()}}},\"labels\"", StringComparison.Ordinal);
        var (code, made) = await cluster.SendAsync("POST", $"{Pods}?fieldManager=kubectl-client-side-apply", annotated);
        Assert.Equal(201, code);
        var changed = pod.Replace("\"i\"", "\"i2\"", StringComparison.Ordinal);
        Assert.Equal(409, (await cluster.SendAsync("PATCH", $"{Pods}/migrated?fieldManager=other", changed, "application/apply-patch+yaml")).Code);
        var (taken, body) = await cluster.SendAsync("PATCH", $"{Pods}/migrated?fieldManager=kubectl", changed, "application/apply-patch+yaml");
        Assert.Equal(200, taken);
        Assert.Equal("i2", (string?)body["spec"]!["containers"]![0]!["image"]);

        // kubectl then gives what it had as an updater to itself as an applier, and applies again: nothing else may go.
        var fields = made["metadata"]!["managedFields"]![0]!["fieldsV1"]!.ToJsonString();
        var upgrade = $$"""[{"op":"replace","path":"/metadata/managedFields","value":[{"manager":"kubectl","operation":"Apply","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{{fields}}}]}]""";
        Assert.Equal(200, (await cluster.SendAsync("PATCH", $"{Pods}/migrated", upgrade, "application/json-patch+json")).Code);
        var (_, after) = await cluster.SendAsync("PATCH", $"{Pods}/migrated?fieldManager=kubectl", changed, "application/apply-patch+yaml");
        Assert.Equal("""{"app":"x"}""", after["metadata"]!["labels"]!.ToJsonString());
        Assert.Equal("1", (string?)after["spec"]!["containers"]![0]!["env"]![0]!["value"]);
        Assert.Null(after["metadata"]!["annotations"]);
    }

    [Fact]
    public async Task A_field_in_dispute_needs_force()
    {
        await ApplyAsync("disputed", "one", """{"size":3}""");
        var (code, status) = await ApplyAsync("disputed", "two", """{"size":5}""");
        Assert.Equal(409, code);
        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\": .spec.size", (string?)status["message"]);
        Assert.Equal("FieldManagerConflict", (string?)status["details"]!["causes"]![0]!["reason"]);
        Assert.Equal(".spec.size", (string?)status["details"]!["causes"]![0]!["field"]);
        var (forced, taken) = await ApplyAsync("disputed", "two", """{"size":5}""", "&force=true");
        Assert.Equal(200, forced);
        Assert.Equal(5, (int?)taken["spec"]!["size"]);
        Assert.Equal(409, (await ApplyAsync("disputed", "one", """{"size":3}""")).Code);
    }

    [Fact]
    public async Task A_field_written_by_hand_is_in_dispute_too()
    {
        await ApplyAsync("by-hand", "me", """{"size":3}""");
        await cluster.SendAsync("PATCH", $"{Samples.Widgets}/by-hand?fieldManager=hand", """{"spec":{"size":7}}""", "application/merge-patch+json");
        var (code, status) = await ApplyAsync("by-hand", "me", """{"size":3}""");
        Assert.Equal(409, code);
        Assert.Contains("conflict with \"hand\"", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conditions_of_two_managers_live_side_by_side()
    {
        await ApplyAsync("conditions", "me", """{"size":3}""");
        await ApplyStatusAsync("conditions", "one", """{"phase":"Up","conditions":[{"type":"Ready","status":"True"},{"type":"Old","status":"True"}]}""");
        await ApplyStatusAsync("conditions", "two", """{"conditions":[{"type":"Mounted","status":"False"}]}""");
        var (code, body) = await ApplyStatusAsync("conditions", "one", """{"conditions":[{"type":"Ready","status":"False"}]}""");
        Assert.Equal(200, code);
        var conditions = body["status"]!["conditions"]!.AsArray().Select(c => $"{c!["type"]}={c["status"]}");
        Assert.Equal(["Mounted=False", "Ready=False"], conditions.Order());
        Assert.Null(body["status"]!["phase"]);
        Assert.Equal(3, (int?)body["spec"]!["size"]);
    }

    [Fact]
    public async Task A_status_is_not_created_without_its_object() =>
        Assert.Equal(404, (await ApplyStatusAsync("nobody", "me", """{"phase":"Up"}""")).Code);

    [Fact]
    public async Task Yaml_may_be_applied()
    {
        const string Yaml = """
            apiVersion: tests.example.org/v1
            kind: Widget
            metadata: {name: yaml, labels: {app: "1"}}
            spec:
              size: 2   # a comment
              parts: [a, "2"]
            """;
        var (code, body) = await cluster.SendAsync("PATCH", $"{Samples.Widgets}/yaml?fieldManager=me", Yaml, "application/apply-patch+yaml");
        Assert.Equal(201, code);
        Assert.Equal("1", (string?)body["metadata"]!["labels"]!["app"]);
        Assert.Equal("""["a","2"]""", body["spec"]!["parts"]!.ToJsonString());
    }

    [Fact]
    public async Task A_manager_must_give_its_name() => Assert.Equal(
        422, (await cluster.SendAsync("PATCH", $"{Samples.Widgets}/x", Samples.Widget("x").ToJsonString(), "application/apply-patch+yaml")).Code);

    [Fact]
    public async Task An_apply_may_insist_on_a_version()
    {
        await ApplyAsync("insistent", "me", """{"size":3}""");
        var body = Samples.Widget("insistent");
        body["metadata"]!["resourceVersion"] = "1";
        Assert.Equal(409, (await cluster.SendAsync("PATCH", $"{Samples.Widgets}/insistent?fieldManager=me", body.ToJsonString(), "application/apply-patch+yaml")).Code);
    }

    [Fact]
    public async Task The_client_library_applies()
    {
        var patch = new V1Patch(Samples.Widget("library"), V1Patch.PatchType.ApplyPatch);
        var made = await cluster.Client.CustomObjects.PatchNamespacedCustomObjectAsync(
            patch, Samples.Group, "v1", "default", "widgets", "library", fieldManager: "library", force: true, cancellationToken: Ct);
        Assert.Contains("library", made.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, (await cluster.SendAsync("GET", $"{Samples.Widgets}/library")).Code);
    }

    private Task<(int Code, JsonObject Body)> ApplyAsync(string name, string manager, string spec, string more = "") => cluster.SendAsync(
        "PATCH", $"{Samples.Widgets}/{name}?fieldManager={manager}{more}", Samples.Widget(name, spec).ToJsonString(), "application/apply-patch+yaml");

    private Task<(int Code, JsonObject Body)> ApplyStatusAsync(string name, string manager, string status)
    {
        var body = Samples.Widget(name);
        body["status"] = JsonNode.Parse(status);
        return cluster.SendAsync("PATCH", $"{Samples.Widgets}/{name}/status?fieldManager={manager}", body.ToJsonString(), "application/apply-patch+yaml");
    }
}
