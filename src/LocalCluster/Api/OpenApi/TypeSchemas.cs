using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.OpenApi;

/// <summary>The published schemas of the built-in types (<c>kube-openapi</c>'s definitions).</summary>
internal static class TypeSchemas
{
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1";

    /// <summary>Types that are single values in JSON but have a name of their own.</summary>
    private static readonly Dictionary<TypeKind, string> Named = new()
    {
        [TypeKind.Time] = $"{Meta}.Time",
        [TypeKind.MicroTime] = $"{Meta}.MicroTime",
        [TypeKind.Duration] = $"{Meta}.Duration",
        [TypeKind.Fields] = $"{Meta}.FieldsV1",
        [TypeKind.Quantity] = "io.k8s.apimachinery.pkg.api.resource.Quantity",
        [TypeKind.IntOrString] = "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
        [TypeKind.Raw] = "io.k8s.apimachinery.pkg.runtime.RawExtension",
        [TypeKind.Json] = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON",
    };

    /// <summary>Adds a definition and all that it refers to.</summary>
    public static void Add(TypeDefinition definition, SchemaDialect dialect, JsonObject into)
    {
        if (into.ContainsKey(definition.Name)) return;
        into[definition.Name] = null;
        var properties = new JsonObject();
        foreach (var field in definition.Fields)
        {
            properties[field.Name] = Property(field, dialect);
            AddReferenced(field.Shape, dialect, into);
        }

        var schema = new JsonObject { ["type"] = "object" };
        if (TypeDescriptions.Of(definition) is { } text) schema["description"] = text;
        if (definition.Fields.Any(f => f.IsRequired))
            schema["required"] = new JsonArray([.. definition.Fields.Where(f => f.IsRequired).Select(f => (JsonNode)f.Name)]);
        if (properties.Count > 0) schema["properties"] = properties;
        if (definition.AtomicMap) schema["x-kubernetes-map-type"] = "atomic";
        if (definition is { IsKind: true, Group: { } group }) schema["x-kubernetes-group-version-kind"] = new JsonArray(Kind(group, "v1", definition.ShortName));
        into[definition.Name] = schema;
    }

    /// <summary>One entry of <c>x-kubernetes-group-version-kind</c>.</summary>
    public static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["kind"] = kind, ["version"] = version };

    /// <summary>The schema of a reference.</summary>
    public static JsonObject Reference(string definition, SchemaDialect dialect) => new() { ["$ref"] = dialect.Reference(definition) };

    private static JsonObject Property(TypeField field, SchemaDialect dialect)
    {
        var schema = Shape(field.Shape, dialect);
        if (TypeDescriptions.Of(field) is { } text) schema["description"] = text;
        if (field.PatchStrategy.Length > 0) schema["x-kubernetes-patch-strategy"] = field.PatchStrategy;
        if (field.MergeKey.Length > 0) schema["x-kubernetes-patch-merge-key"] = field.MergeKey;
        if (field.ListType.Length > 0) schema["x-kubernetes-list-type"] = field.ListType;
        if (field.Keys.Count > 0) schema["x-kubernetes-list-map-keys"] = new JsonArray([.. field.Keys.Select(k => (JsonNode)k)]);
        if (field.AtomicMap) schema["x-kubernetes-map-type"] = "atomic";
        if (dialect.IsV3 && field.Default is not null) schema["default"] = field.Default.DeepClone();
        return dialect.IsV3 ? Wrapped(schema) : schema;
    }

    /// <summary>In OpenAPI 3.0 a reference takes no siblings: they stand beside an <c>allOf</c> of it.</summary>
    private static JsonObject Wrapped(JsonObject schema)
    {
        if (schema.Count == 1 || schema["$ref"] is not { } reference) return schema;
        schema.Remove("$ref");
        schema["allOf"] = new JsonArray(new JsonObject { ["$ref"] = reference.DeepClone() });
        return schema;
    }

    private static JsonObject Shape(TypeShape shape, SchemaDialect dialect) => shape.Kind switch
    {
        TypeKind.Struct => Reference(shape.Definition!.Name, dialect),
        TypeKind.List => new JsonObject { ["type"] = "array", ["items"] = Shape(shape.Element!, dialect) },
        TypeKind.Map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Shape(shape.Element!, dialect) },
        _ when Named.TryGetValue(shape.Kind, out var name) => Reference(name, dialect),
        _ => Value(shape.Kind, dialect),
    };

    private static JsonObject Value(TypeKind kind, SchemaDialect dialect) => kind switch
    {
        TypeKind.String or TypeKind.Duration => new() { ["type"] = "string" },
        TypeKind.Boolean => new() { ["type"] = "boolean" },
        TypeKind.Int32 => new() { ["type"] = "integer", ["format"] = "int32" },
        TypeKind.Int64 => new() { ["type"] = "integer", ["format"] = "int64" },
        TypeKind.Double => new() { ["type"] = "number", ["format"] = "double" },
        TypeKind.Byte => new() { ["type"] = "string", ["format"] = "byte" },
        TypeKind.Time or TypeKind.MicroTime => new() { ["type"] = "string", ["format"] = "date-time" },
        TypeKind.Quantity when dialect.IsV3 => new() { ["oneOf"] = OneOf("string", "number") },
        TypeKind.Quantity => new() { ["type"] = "string" },
        TypeKind.IntOrString when dialect.IsV3 => new() { ["format"] = "int-or-string", ["oneOf"] = OneOf("integer", "string") },
        TypeKind.IntOrString => new() { ["type"] = "string", ["format"] = "int-or-string" },
        TypeKind.Json => [],
        _ => new() { ["type"] = "object" },
    };

    private static JsonArray OneOf(string one, string other) => new(new JsonObject { ["type"] = one }, new JsonObject { ["type"] = other });

    private static void AddReferenced(TypeShape shape, SchemaDialect dialect, JsonObject into)
    {
        if (shape.Element is { } element) AddReferenced(element, dialect, into);
        else if (shape.Definition is { } definition) Add(definition, dialect, into);
        else if (Named.TryGetValue(shape.Kind, out var name)) into[name] ??= Value(shape.Kind, dialect);
    }
}
