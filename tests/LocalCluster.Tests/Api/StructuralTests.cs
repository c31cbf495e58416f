using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>Which schemas of custom resources are structural.</summary>
public sealed class StructuralTests
{
    [Theory]
    [InlineData("{}", "s.type: Required value: must not be empty at the root")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{}}}", "s.properties[a].type: Required value: must not be empty for specified object fields")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\"}}}", "s.properties[a].items: Required value: must be specified")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"anyOf\":[{\"type\":\"string\"}]}}}",
        "s.properties[a].anyOf[0].type: Forbidden: must be empty to be structural")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"x-kubernetes-list-type\":\"map\",\"items\":{\"type\":\"object\"}}}}",
        "s.properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"x-kubernetes-list-type\":\"map\",\"x-kubernetes-list-map-keys\":[\"k\"],\"items\":{\"type\":\"object\",\"properties\":{\"k\":{\"type\":\"string\"}}}}}}",
        "s.properties[a].items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"metadata\":{\"type\":\"object\",\"properties\":{\"labels\":{\"type\":\"object\"}}}}}",
        "s.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified")]
    public void A_schema_that_is_not_is_refused(string schema, string why) => Assert.Equal([why], Faults(schema));

    [Theory]
    [InlineData("{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"x-kubernetes-int-or-string\":true,\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"string\"}]}}}")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"oneOf\":[{\"required\":[\"x\"]},{\"required\":[\"y\"]}]}}}")]
    public void A_schema_that_is_is_taken(string schema) => Assert.Empty(Faults(schema));

    private static IEnumerable<string> Faults(string schema)
    {
        var errors = new List<FieldError>();
        StructuralRules.Check(new Spot(JsonNode.Parse(schema), "s", errors));
        return errors.Select(e => $"{e.Field}: {e.Body}");
    }
}
