using System.Text.Json.Nodes;
using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Machinery;

/// <summary>Server-side apply: every field has its owners, and nobody takes one unasked.</summary>
public sealed class ApplyTests(ConformanceCluster cluster) : WidgetTest(cluster)
{
    [Fact]
    public async Task An_applied_object_names_its_manager()
    {
        var made = (await Api.ApplyAsync($"{Maps}/a", "one", Map("a", "\"x\":\"1\""))).Must(201);
        var entry = Manager(made, "one")!;
        Assert.Equal(("Apply", "v1", "FieldsV1"), ($"{entry["operation"]}", $"{entry["apiVersion"]}", $"{entry["fieldsType"]}"));
        Assert.NotNull(entry["fieldsV1"]!["f:data"]!["f:x"]);
        Assert.Equal(made.Version, (await Api.ApplyAsync($"{Maps}/a", "one", Map("a", "\"x\":\"1\""))).Must(200).Version);
    }

    [Fact]
    public async Task A_field_of_another_is_a_conflict_until_it_is_forced()
    {
        (await Api.ApplyAsync($"{Maps}/a", "one", Map("a", "\"x\":\"1\",\"y\":\"1\""))).Must(201);
        var refused = (await Api.ApplyAsync($"{Maps}/a", "two", Map("a", "\"x\":\"2\""))).MustFail(409, "Conflict");
        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\": .data.x", refused.Message);
        Assert.Equal("FieldManagerConflict", refused["details", "causes", "0", "reason"]);
        Assert.Equal([".data.x"], refused.CauseFields);
        var forced = (await Api.ApplyAsync($"{Maps}/a", "two", Map("a", "\"x\":\"2\""), force: true)).Must(200);
        Assert.Equal(("2", "1"), (forced["data", "x"], forced["data", "y"]));
        Assert.Null(Manager(forced, "one")!["fieldsV1"]!["f:data"]!["f:x"]);
    }

    [Fact]
    public async Task A_field_goes_when_its_last_owner_lets_go()
    {
        (await Api.ApplyAsync($"{Maps}/a", "one", Map("a", "\"x\":\"1\",\"shared\":\"s\""))).Must(201);
        (await Api.ApplyAsync($"{Maps}/a", "two", Map("a", "\"shared\":\"s\""))).Must(200);
        var without = (await Api.ApplyAsync($"{Maps}/a", "one", Map("a", ""))).Must(200);
        Assert.Null(without.At("data", "x"));
        Assert.Equal("s", without["data", "shared"]);
    }

    [Fact]
    public async Task An_update_takes_ownership_of_what_it_changes()
    {
        (await Api.ApplyAsync($"{Maps}/a", "one", Map("a", "\"x\":\"1\""))).Must(201);
        var updated = (await Api.SendAsync("PATCH", $"{Maps}/a?fieldManager=editor", """{"data":{"x":"2"}}""", "application/merge-patch+json")).Must(200);
        Assert.Equal("Update", $"{Manager(updated, "editor")!["operation"]}");
        var refused = (await Api.ApplyAsync($"{Maps}/a", "one", Map("a", "\"x\":\"1\""))).MustFail(409, "Conflict");
        Assert.StartsWith("Apply failed with 1 conflict: conflict with \"editor\" using v1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elements_of_a_keyed_list_are_merged_by_their_keys()
    {
        (await Api.ApplyAsync($"{Widgets}/w", "one", Widget("w", """ "size":1,"parts":[{"name":"a","note":"of one"}] """))).Must(201);
        var both = (await Api.ApplyAsync($"{Widgets}/w", "two", Widget("w", """ "size":1,"parts":[{"name":"b","count":2}] """))).Must(200);
        Assert.Equal(["a", "b"], Names(both));
        Assert.NotNull(Manager(both, "two")!["fieldsV1"]!["f:spec"]!["f:parts"]!["k:{\"name\":\"b\"}"]);
        var left = (await Api.ApplyAsync($"{Widgets}/w", "two", Widget("w", "\"size\":1"))).Must(200);
        Assert.Equal(["a"], Names(left));
    }

    [Fact]
    public async Task Containers_and_their_variables_are_keyed_too()
    {
        var deployments = Of("apps/v1", "deployments");
        (await Api.ApplyAsync($"{deployments}/d", "one", Deployment("""{"name":"main","image":"i","env":[{"name":"A","value":"1"}]}"""))).Must(201);
        var both = (await Api.ApplyAsync($"{deployments}/d", "two", Deployment("""{"name":"main","env":[{"name":"B","value":"2"}]}"""))).Must(200);
        Assert.Equal(["A", "B"], both.At("spec", "template", "spec", "containers", "0", "env")!.AsArray().Select(variable => $"{variable!["name"]}"));
        Assert.Equal("i", both["spec", "template", "spec", "containers", "0", "image"]);
    }

    [Fact]
    public async Task Status_is_applied_apart()
    {
        (await Api.ApplyAsync($"{Widgets}/w", "one", Widget("w", "\"size\":1"))).Must(201);
        var body = $$"""{"apiVersion":"{{Group}}/v1","kind":"Widget","metadata":{"name":"w"},"status":{"phase":"Ready"} }""";
        var stated = (await Api.ApplyAsync($"{Widgets}/w/status", "controller", body)).Must(200);
        Assert.Equal(("Ready", "1"), (stated["status", "phase"], stated["spec", "size"]));
        Assert.Equal("status", $"{Manager(stated, "controller")!["subresource"]}");
    }

    [Fact]
    public async Task An_apply_without_a_manager_or_with_managers_of_its_own_is_refused()
    {
        (await Api.SendAsync("PATCH", $"{Maps}/a", Map("a", ""), "application/apply-patch+yaml")).MustFail(422, "Invalid");
        var carrying = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","managedFields":[{"manager":"me","operation":"Apply"}]}}""";
        (await Api.ApplyAsync($"{Maps}/a", "one", carrying)).MustFail(400, "BadRequest");
        (await Api.GetAsync($"{Maps}/a")).Must(404);
    }

    [Fact]
    public async Task A_dry_run_shows_and_does_not_do()
    {
        var shown = (await Api.SendAsync("PATCH", $"{Maps}/a?fieldManager=one&dryRun=All", Map("a", "\"x\":\"1\""), "application/apply-patch+yaml")).Must(201);
        Assert.Equal("1", shown["data", "x"]);
        (await Api.GetAsync($"{Maps}/a")).Must(404);
    }

    private static string Map(string name, string data) =>
        $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}"},"data":{ {{data}} } }""";

    private static string Deployment(string container) => $$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"} },
        "template":{"metadata":{"labels":{"a":"b"} },"spec":{"containers":[{{container}}]} } } }
        """;

    private static JsonNode? Manager(Answer answer, string name) =>
        answer.At("metadata", "managedFields")!.AsArray().SingleOrDefault(entry => $"{entry!["manager"]}" == name);

    private static IEnumerable<string> Names(Answer answer) => (answer.At("spec", "parts") as JsonArray ?? []).Select(part => $"{part!["name"]}");
}
