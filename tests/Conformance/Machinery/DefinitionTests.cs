using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Machinery;

/// <summary>Custom kinds: checked by their schema with the API server's own words, pruned, defaulted, shown in columns.</summary>
public sealed class DefinitionTests(ConformanceCluster cluster) : WidgetTest(cluster)
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";

    [Theory]
    [InlineData("\"size\":0", "spec.size", "spec.size in body should be greater than or equal to 1")]
    [InlineData("\"size\":11", "spec.size", "spec.size in body should be less than or equal to 10")]
    [InlineData("\"size\":\"big\"", "spec.size", "spec.size in body must be of type integer: \"string\"")]
    [InlineData("\"colour\":\"red\"", "spec.size", "Required value")]
    [InlineData("\"size\":1,\"colour\":\"blue\"", "spec.colour", "Unsupported value: \"blue\": supported values: \"red\", \"green\"")]
    [InlineData("\"size\":1,\"code\":\"A1\"", "spec.code", "spec.code in body should match '^[a-z]+$'")]
    [InlineData("\"size\":1,\"code\":\"abcdef\"", "spec.code", "Too long: may not be more than 5 bytes")]
    [InlineData("\"size\":1,\"tags\":[\"a\",\"b\",\"c\",\"d\"]", "spec.tags", "Too many: 4: must have at most 3 items")]
    [InlineData("\"size\":1,\"tags\":[\"a\",\"a\"]", "spec.tags[1]", "Duplicate value: \"a\"")]
    [InlineData("\"size\":1,\"parts\":[{\"name\":\"a\"},{\"name\":\"a\"}]", "spec.parts[1]", "Duplicate value: {\"name\":\"a\"}")]
    public async Task A_schema_is_enforced_in_the_servers_words(string spec, string field, string words)
    {
        var refused = (await Api.PostAsync(Widgets, Widget("w", spec))).MustFail(422, "Invalid");
        Assert.Contains(field, refused.CauseFields);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Widget.{Group} \"w\" is invalid: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_schema_does_not_know_is_pruned_and_what_it_defaults_is_there()
    {
        var spec = """
            "size":1,"weight":5,"free":{"anything":{"goes":[1]}},"amount":"10%","parts":[{"name":"a"},{"name":"b","count":4}]
            """;
        var made = (await Api.PostAsync(Widgets, Widget("w", spec))).Must(201);
        Assert.Contains("unknown field \\\"spec.weight\\\"", made.Warnings, StringComparison.Ordinal);
        Assert.Null(made.At("spec", "weight"));
        Assert.Equal("red", made["spec", "colour"]);
        Assert.Equal(["1", "4"], [made["spec", "parts", "0", "count"], made["spec", "parts", "1", "count"]]);
        Assert.Equal("1", made["spec", "free", "anything", "goes", "0"]);
        (await Api.PostAsync($"{Widgets}?fieldValidation=Strict", Widget("v", spec))).MustFail(400, "BadRequest");
    }

    [Fact]
    public async Task Status_and_spec_are_written_apart()
    {
        var made = (await Api.PostAsync(Widgets, Widget("w", "\"size\":1", ",\"status\":{\"phase\":\"New\"}"))).Must(201);
        Assert.Null(made.At("status"));
        Assert.Equal("1", made["metadata", "generation"]);
        var stated = (await Api.MergeAsync($"{Widgets}/w/status", """{"spec":{"size":2},"status":{"phase":"Ready"}}""")).Must(200);
        Assert.Equal(("1", "Ready", "1"), (stated["spec", "size"], stated["status", "phase"], stated["metadata", "generation"]));
        var changed = (await Api.MergeAsync($"{Widgets}/w", """{"spec":{"size":3},"status":{"phase":"Lost"}}""")).Must(200);
        Assert.Equal(("3", "Ready", "2"), (changed["spec", "size"], changed["status", "phase"], changed["metadata", "generation"]));
    }

    [Fact]
    public async Task Columns_are_those_of_the_definition()
    {
        (await Api.PostAsync(Widgets, Widget("w", "\"size\":7"))).Must(201);
        var table = (await Api.GetAsync(Widgets, Table)).Must(200);
        Assert.Equal("Table", table["kind"]);
        var columns = table.Body["columnDefinitions"]!.AsArray();
        Assert.Equal(["Name", "Size", "Phase", "Colour", "Age"], columns.Select(column => $"{column!["name"]}"));
        Assert.Equal(["0", "0", "0", "1", "0"], columns.Select(column => $"{column!["priority"]}"));
        var cells = table.Body["rows"]![0]!["cells"]!.AsArray();
        Assert.Equal(["w", "7", "", "red"], cells.Take(4).Select(cell => $"{cell}"));
        Assert.Equal("PartialObjectMetadata", table["rows", "0", "object", "kind"]);
    }

    [Fact]
    public async Task A_definition_says_when_it_is_in_force_and_takes_its_objects_with_it()
    {
        var path = $"apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.{Group}";
        var conditions = (await Api.GetAsync(path)).Must(200).At("status", "conditions")!.AsArray();
        Assert.Contains(conditions, condition => $"{condition!["type"]}" == "Established" && $"{condition["status"]}" == "True");
        (await Api.PostAsync(Widgets, Widget("w", "\"size\":1"))).Must(201);
        await Api.DeleteAsync(path);
        await UntilGoneAsync(path);
        await UntilGoneAsync(Widgets);
    }

    [Fact]
    public async Task A_definition_that_is_no_structural_schema_is_refused()
    {
        var bad = $$"""
            {"metadata":{"name":"bads.{{Group}}"},"spec":{"group":"{{Group}}","scope":"Namespaced","names":{"plural":"bads","kind":"Bad"},
            "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"properties":{"a":{"type":"string"} } } } } } }]} }
            """;
        var refused = (await Api.PostAsync("apis/apiextensions.k8s.io/v1/customresourcedefinitions", bad)).MustFail(422, "Invalid");
        Assert.Contains("spec.versions[0].schema.openAPIV3Schema.properties[spec].type", refused.Message, StringComparison.Ordinal);
    }
}
