namespace LustreSupervisor.Conformance.Clusters;

/// <summary>A custom kind of the tests' own, with a group of its own so that several runs do not meet.</summary>
internal sealed class WidgetDefinition : IAsyncDisposable
{
    private const string Collection = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private readonly ApiClient api;

    private WidgetDefinition(ApiClient api) => this.api = api;

    public string Group { get; } = $"g{Guid.NewGuid():N}"[..9] + ".conformance.example.org";

    public string GroupVersion => $"{Group}/v1";

    /// <summary>Defines the kind, and returns when its objects are served.</summary>
    public static async Task<WidgetDefinition> CreateAsync(ApiClient api, string ns)
    {
        var definition = new WidgetDefinition(api);
        (await api.SendAsync("POST", Collection, definition.Text(), "application/yaml")).Must(201);
        await Eventually.IsAsync(api, $"apis/{definition.GroupVersion}/namespaces/{ns}/widgets", list => list.Code == 200, "served");
        return definition;
    }

    public async ValueTask DisposeAsync() => await api.DeleteAsync($"{Collection}/widgets.{Group}");

    private string Text() => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.{{Group}} }
        spec:
          group: {{Group}}
          scope: Namespaced
          names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList, shortNames: [wd]}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {} }
            additionalPrinterColumns:
            - {name: Size, type: integer, jsonPath: .spec.size}
            - {name: Phase, type: string, jsonPath: .status.phase}
            - {name: Colour, type: string, jsonPath: .spec.colour, priority: 1}
            - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
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
                      colour: {type: string, enum: [red, green], default: red}
                      code: {type: string, pattern: '^[a-z]+$', maxLength: 5}
                      free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                      amount: {x-kubernetes-int-or-string: true}
                      tags: {type: array, items: {type: string}, x-kubernetes-list-type: set, maxItems: 3}
                      parts:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [name]
                        items:
                          type: object
                          required: [name]
                          properties:
                            name: {type: string}
                            count: {type: integer, default: 1}
                            note: {type: string}
                  status:
                    type: object
                    properties:
                      phase: {type: string}
        """;
}
