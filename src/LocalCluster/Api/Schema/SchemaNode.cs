using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LustreSupervisor.LocalCluster.Api.Schema;

/// <summary>One level of a structural schema (<c>JSONSchemaProps</c> of <c>apiextensions.k8s.io/v1</c>), compiled for use.</summary>
internal sealed record SchemaNode
{
    /// <summary>The schema that says nothing.</summary>
    public static readonly SchemaNode Any = new();

    public string Type { get; init; } = "";

    public string Format { get; init; } = "";

    public bool Nullable { get; init; }

    public bool PreserveUnknown { get; init; }

    public bool IntOrString { get; init; }

    /// <summary>A whole Kubernetes object lies here: its apiVersion, kind and metadata are known fields.</summary>
    public bool Embedded { get; init; }

    public JsonNode? Default { get; init; }

    public IReadOnlyDictionary<string, SchemaNode> Properties { get; init; } = new Dictionary<string, SchemaNode>();

    public SchemaNode? AdditionalProperties { get; init; }

    public SchemaNode? Items { get; init; }

    public IReadOnlyList<string> Required { get; init; } = [];

    public IReadOnlyList<JsonNode?>? Enum { get; init; }

    public string PatternText { get; init; } = "";

    public Regex? Pattern { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public bool ExclusiveMinimum { get; init; }

    public bool ExclusiveMaximum { get; init; }

    public double? MultipleOf { get; init; }

    public long? MinLength { get; init; }

    public long? MaxLength { get; init; }

    public long? MinItems { get; init; }

    public long? MaxItems { get; init; }

    public long? MinProperties { get; init; }

    public long? MaxProperties { get; init; }

    /// <summary><c>x-kubernetes-list-type</c>: <c>atomic</c>, <c>set</c>, <c>map</c> or empty (atomic).</summary>
    public string ListType { get; init; } = "";

    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    /// <summary><c>x-kubernetes-map-type: atomic</c>.</summary>
    public bool AtomicMap { get; init; }

    public IReadOnlyList<SchemaNode> AllOf { get; init; } = [];

    public IReadOnlyList<SchemaNode> AnyOf { get; init; } = [];

    public IReadOnlyList<SchemaNode> OneOf { get; init; } = [];

    public SchemaNode? Not { get; init; }

    /// <summary>The schema of a property, if it is a known one.</summary>
    public SchemaNode? Property(string name) => Properties.TryGetValue(name, out var known) ? known : AdditionalProperties;
}
