using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class SchemaTests(WidgetCluster widgets) : IClassFixture<WidgetCluster>
{
    private readonly TestCluster cluster = widgets.Cluster;

    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "{}", "spec.size", "FieldValueRequired", "Required value" },
        { """{"size":"big"}""", "spec.size", "FieldValueTypeInvalid", "Invalid value: \"string\": spec.size in body must be of type integer: \"string\"" },
        { """{"size":1.5}""", "spec.size", "FieldValueTypeInvalid", "Invalid value: \"number\": spec.size in body must be of type integer: \"number\"" },
        { """{"size":null}""", "spec.size", "FieldValueTypeInvalid", "Invalid value: \"null\": spec.size in body must be of type integer: \"null\"" },
        { """{"size":0}""", "spec.size", "FieldValueInvalid", "Invalid value: 0: spec.size in body should be greater than or equal to 1" },
        { """{"size":11}""", "spec.size", "FieldValueInvalid", "Invalid value: 11: spec.size in body should be less than or equal to 10" },
        { """{"size":3,"color":"blue"}""", "spec.color", "FieldValueNotSupported", "Unsupported value: \"blue\": supported values: \"red\", \"green\"" },
        { """{"size":3,"code":"AB"}""", "spec.code", "FieldValueInvalid", "Invalid value: \"AB\": spec.code in body should match '^[a-z]+$'" },
        { """{"size":3,"code":"ab\n"}""", "spec.code", "FieldValueInvalid", "Invalid value: \"ab\\n\": spec.code in body should match '^[a-z]+$'" },
        { """{"size":3,"code":"a"}""", "spec.code", "FieldValueInvalid", "Invalid value: \"a\": spec.code in body should be at least 2 chars long" },
        { """{"size":3,"code":"abcdef"}""", "spec.code", "FieldValueTooLong", "Too long: may not be more than 5 bytes" },
        { """{"size":3,"parts":[]}""", "spec.parts", "FieldValueInvalid", "Invalid value: 0: spec.parts in body should have at least 1 items" },
        { """{"size":3,"parts":["a","b","c"]}""", "spec.parts", "FieldValueTooMany", "Too many: 3: must have at most 2 items" },
        { """{"size":3,"parts":["a",5]}""", "spec.parts[1]", "FieldValueTypeInvalid", "Invalid value: \"integer\": spec.parts[1] in body must be of type string: \"integer\"" },
        { """{"size":3,"labels":{"a":1}}""", "spec.labels.a", "FieldValueTypeInvalid", "Invalid value: \"integer\": spec.labels.a in body must be of type string: \"integer\"" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_named_as_the_real_server_names_it(string spec, string field, string reason, string message)
    {
        var (code, status) = await cluster.SendAsync("POST", Samples.Widgets, Samples.Widget("faulty", spec).ToJsonString());
        Assert.Equal(422, code);
        Assert.Equal("Invalid", (string?)status["reason"]);
        Assert.Equal($"Widget.tests.example.org \"faulty\" is invalid: {field}: {message}", (string?)status["message"]);
        var cause = Assert.Single(status["details"]!["causes"]!.AsArray())!;
        Assert.Equal((field, reason, message), ((string?)cause["field"], (string?)cause["reason"], (string?)cause["message"]));
        Assert.Equal("Widget", (string?)status["details"]!["kind"]);
    }

    [Fact]
    public async Task Every_fault_is_listed()
    {
        var (_, status) = await cluster.SendAsync("POST", Samples.Widgets, Samples.Widget("bad", """{"size":0,"color":"blue"}""").ToJsonString());
        Assert.Equal(2, status["details"]!["causes"]!.AsArray().Count);
        Assert.Contains("is invalid: [spec.size: ", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_fields_are_pruned_or_refused()
    {
        var (code, made) = await cluster.SendAsync("POST", Samples.Widgets, Samples.Widget("pruned", """{"size":3,"typo":1}""").ToJsonString());
        Assert.Equal(201, code);
        Assert.Null(made["spec"]!["typo"]);
        var (strict, status) = await cluster.SendAsync(
            "POST", $"{Samples.Widgets}?fieldValidation=Strict", Samples.Widget("strict", """{"size":3,"typo":1}""").ToJsonString());
        Assert.Equal(400, strict);
        Assert.Contains("strict decoding error: unknown field \"spec.typo\"", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_conditions_of_one_type_are_refused()
    {
        await cluster.SendAsync("POST", Samples.Widgets, Samples.Widget("twice").ToJsonString());
        var patch = """{"status":{"conditions":[{"type":"Ready","status":"True"},{"type":"Ready","status":"False"}]}}""";
        var (code, status) = await cluster.SendAsync("PATCH", $"{Samples.Widgets}/twice/status", patch, "application/merge-patch+json");
        Assert.Equal(422, code);
        Assert.Equal("FieldValueDuplicate", (string?)status["details"]!["causes"]![0]!["reason"]);
    }

    [Fact]
    public async Task Status_and_spec_are_written_apart()
    {
        var body = Samples.Widget("apart");
        body["status"] = new JsonObject { ["phase"] = "Sneaked" };
        var (_, made) = await cluster.SendAsync("POST", Samples.Widgets, body.ToJsonString());
        Assert.Null(made["status"]);

        made["status"] = new JsonObject { ["phase"] = "Up" };
        made["spec"]!["size"] = 9;
        var (_, reported) = await cluster.SendAsync("PUT", $"{Samples.Widgets}/apart/status", made.ToJsonString());
        Assert.Equal("Up", (string?)reported["status"]!["phase"]);
        Assert.Equal(3, (int?)reported["spec"]!["size"]);
        Assert.Equal(1, (int?)reported["metadata"]!["generation"]);

        reported["spec"]!["size"] = 9;
        reported["status"]!["phase"] = "Down";
        var (_, wanted) = await cluster.SendAsync("PUT", $"{Samples.Widgets}/apart", reported.ToJsonString());
        Assert.Equal(9, (int?)wanted["spec"]!["size"]);
        Assert.Equal("Up", (string?)wanted["status"]!["phase"]);
        Assert.Equal(2, (int?)wanted["metadata"]!["generation"]);
    }
}
