using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Schema;

/// <summary>
/// Compiles the <c>openAPIV3Schema</c> of a custom resource definition. <c>x-kubernetes-validations</c> (CEL) are kept with the
/// definition but not evaluated here: a rule such as <c>self == oldSelf</c> does not hold on this server.
/// </summary>
internal sealed class SchemaCompiler
{
    private static readonly string[] Types = ["", "object", "array", "string", "integer", "number", "boolean"];

    private readonly List<FieldError> errors = [];

    private SchemaCompiler()
    {
    }

    /// <summary>Compiles a schema; faults of the schema itself go to <paramref name="errors"/> under <paramref name="path"/>.</summary>
    public static SchemaNode Compile(JsonObject schema, string path, ICollection<FieldError> errors)
    {
        var compiler = new SchemaCompiler();
        var node = compiler.Node(schema, path);
        foreach (var error in compiler.errors) errors.Add(error);
        return node;
    }

    private SchemaNode Node(JsonObject schema, string path)
    {
        var type = schema["type"].Text() ?? "";
        if (!Types.Contains(type)) errors.Add(FieldError.NotSupported($"{path}.type", type, Types.Skip(1)));
        return new SchemaNode
        {
            Type = type,
            Format = schema["format"].Text() ?? "",
            Nullable = schema["nullable"].Flag() ?? false,
            PreserveUnknown = schema["x-kubernetes-preserve-unknown-fields"].Flag() ?? false,
            IntOrString = schema["x-kubernetes-int-or-string"].Flag() ?? false,
            Embedded = schema["x-kubernetes-embedded-resource"].Flag() ?? false,
            Default = schema["default"],
            Properties = Properties(schema, path),
            AdditionalProperties = Additional(schema["additionalProperties"], $"{path}.additionalProperties"),
            Items = schema.Child("items") is { } items ? Node(items, $"{path}.items") : null,
            Required = Texts(schema, "required"),
            Enum = schema.Items("enum")?.ToList(),
            PatternText = schema["pattern"].Text() ?? "",
            Pattern = Pattern(schema["pattern"].Text(), $"{path}.pattern"),
            Minimum = schema["minimum"].Number(),
            Maximum = schema["maximum"].Number(),
            ExclusiveMinimum = schema["exclusiveMinimum"].Flag() ?? false,
            ExclusiveMaximum = schema["exclusiveMaximum"].Flag() ?? false,
            MultipleOf = schema["multipleOf"].Number(),
            MinLength = schema["minLength"].Whole(),
            MaxLength = schema["maxLength"].Whole(),
            MinItems = schema["minItems"].Whole(),
            MaxItems = schema["maxItems"].Whole(),
            MinProperties = schema["minProperties"].Whole(),
            MaxProperties = schema["maxProperties"].Whole(),
            ListType = schema["x-kubernetes-list-type"].Text() ?? "",
            ListMapKeys = Texts(schema, "x-kubernetes-list-map-keys"),
            AtomicMap = schema["x-kubernetes-map-type"].Text() == "atomic",
            AllOf = Nodes(schema, "allOf", path),
            AnyOf = Nodes(schema, "anyOf", path),
            OneOf = Nodes(schema, "oneOf", path),
            Not = schema.Child("not") is { } not ? Node(not, $"{path}.not") : null,
        };
    }

    private Dictionary<string, SchemaNode> Properties(JsonObject schema, string path)
    {
        var result = new Dictionary<string, SchemaNode>();
        foreach (var (name, value) in schema.Child("properties") ?? [])
        {
            if (value is JsonObject property) result[name] = Node(property, $"{path}.properties[{name}]");
        }

        return result;
    }

    private SchemaNode? Additional(JsonNode? value, string path) => value switch
    {
        JsonObject schema => Node(schema, path),
        _ => value.Flag() == true ? SchemaNode.Any with { PreserveUnknown = true } : null,
    };

    private List<SchemaNode> Nodes(JsonObject schema, string name, string path) =>
        [.. schema.Objects(name).Select((s, i) => Node(s, $"{path}.{name}[{i}]"))];

    private static List<string> Texts(JsonObject schema, string name) =>
        [.. schema.Items(name)?.Select(n => n.Text()).OfType<string>() ?? []];

    /// <summary>Non-backtracking, as Go's RE2 is: linear in the input, so that no value can stall a write.</summary>
    private Regex? Pattern(string? pattern, string path)
    {
        if (string.IsNullOrEmpty(pattern)) return null;
        try
        {
            return new Regex(GoPattern.ToNet(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            errors.Add(FieldError.Invalid(path, pattern, $"must be a valid regular expression, but isn't: {e.Message}"));
            return null;
        }
    }
}
