using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Tests.Api;

/// <summary>Objects that the tests write.</summary>
internal static class Samples
{
    public const string Group = "tests.example.org";

    public const string Widgets = $"/apis/{Group}/v1/namespaces/default/widgets";

    public static V1Pod Pod(string name, string? node = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default" },
        Spec = new V1PodSpec { NodeName = node, Containers = [new V1Container { Name = "main", Image = "example.org/agent:1" }] },
    };

    public static V1ConfigMap ConfigMap(string name, string value = "1") => new()
    {
        Metadata = new V1ObjectMeta { Name = name }, Data = new Dictionary<string, string> { ["value"] = value },
    };

    public static JsonObject Widget(string name, string spec = """{"size":3}""") => new()
    {
        ["apiVersion"] = $"{Group}/v1",
        ["kind"] = "Widget",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = JsonNode.Parse(spec),
    };

    public static async Task DefineWidgetsAsync(TestCluster cluster)
    {
        var definition = KubernetesYaml.Deserialize<V1CustomResourceDefinition>(WidgetDefinition);
        await cluster.Client.ApiextensionsV1.CreateCustomResourceDefinitionAsync(definition, cancellationToken: TestCluster.Ct);
    }

    public const string WidgetDefinition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.tests.example.org}
        spec:
          group: tests.example.org
          scope: Namespaced
          names: {plural: widgets, kind: Widget, shortNames: [wd], categories: [all]}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            additionalPrinterColumns: [{name: Size, type: integer, jsonPath: .spec.size}]
            schema:
              openAPIV3Schema:
                type: object
                required: [spec]
                properties:
                  spec:
                    type: object
                    required: [size]
                    properties:
                      size: {type: integer, minimum: 1, maximum: 10}
                      color: {type: string, enum: [red, green], default: red}
                      code: {type: string, pattern: '^[a-z]+$', minLength: 2, maxLength: 5}
                      parts: {type: array, minItems: 1, maxItems: 2, items: {type: string}}
                      labels: {type: object, additionalProperties: {type: string}}
                      limits: {type: object, properties: {cpu: {type: integer}, memory: {type: integer}}}
                  status:
                    type: object
                    properties:
                      phase: {type: string}
                      conditions:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [type]
                        items:
                          type: object
                          required: [type, status]
                          properties:
                            type: {type: string}
                            status: {type: string}
                            reason: {type: string}
        """;
}
