using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.OpenApi;

/// <summary>
/// The published schemas of custom resources (<c>apiextensions-apiserver/pkg/controller/openapi/builder</c>). For OpenAPI 2.0 what it
/// cannot say is left out rather than said wrong.
/// </summary>
internal static class CustomSchemas
{
    /// <summary>Keywords that OpenAPI 2.0 does not have, or that kubectl's reader of it misunderstands.</summary>
    private static readonly string[] NotInV2 =
        ["oneOf", "anyOf", "allOf", "not", "nullable", "default", "x-kubernetes-validations", "x-kubernetes-embedded-resource", "exclusiveMinimum", "exclusiveMaximum"];

    /// <summary>The name of a kind's definition: the group's parts backwards, as in Java packages.</summary>
    public static string NameOf(ResourceType type, string? kind = null) =>
        $"{string.Join('.', type.Group.Split('.').Reverse())}.{type.Version}.{kind ?? type.Kind}";

    /// <summary>Adds the definitions of a kind and of its list.</summary>
    public static void Add(ResourceType type, SchemaDialect dialect, JsonObject into)
    {
        var meta = TypeCatalog.Kubernetes.ObjectMeta;
        var listMeta = TypeCatalog.Kubernetes.MetaType("ListMeta");
        TypeSchemas.Add(meta, dialect, into);
        TypeSchemas.Add(listMeta, dialect, into);
        into[NameOf(type)] = Schema(type, meta, dialect);
        into[NameOf(type, type.ListKind)] = List(type, listMeta, dialect);
    }

    private static JsonObject Schema(ResourceType type, TypeDefinition meta, SchemaDialect dialect)
    {
        var schema = (type.Strategy as CustomStrategy)?.Document.Copy() ?? [];
        if (!dialect.IsV3) ToV2(schema);
        schema["type"] = "object";
        if (schema["x-kubernetes-preserve-unknown-fields"].Flag() != true || schema["properties"] is not null || dialect.IsV3)
        {
            var properties = schema.Ensure("properties");
            properties["apiVersion"] = new JsonObject { ["type"] = "string", ["description"] = "APIVersion defines the versioned schema of this representation of an object." };
            properties["kind"] = new JsonObject { ["type"] = "string", ["description"] = "Kind is a string value representing the REST resource this object represents." };
            properties["metadata"] = Reference(meta, "Standard object's metadata.", dialect);
        }

        schema["x-kubernetes-group-version-kind"] = new JsonArray(TypeSchemas.Kind(type.Group, type.Version, type.Kind));
        return schema;
    }

    private static JsonObject List(ResourceType type, TypeDefinition listMeta, SchemaDialect dialect) => new()
    {
        ["description"] = $"{type.ListKind} is a list of {type.Kind}",
        ["type"] = "object",
        ["required"] = new JsonArray("items"),
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = new JsonObject { ["type"] = "string" },
            ["kind"] = new JsonObject { ["type"] = "string" },
            ["items"] = new JsonObject { ["type"] = "array", ["items"] = TypeSchemas.Reference(NameOf(type), dialect) },
            ["metadata"] = Reference(listMeta, "Standard list metadata.", dialect),
        },
        ["x-kubernetes-group-version-kind"] = new JsonArray(TypeSchemas.Kind(type.Group, type.Version, type.ListKind)),
    };

    private static JsonObject Reference(TypeDefinition definition, string description, SchemaDialect dialect)
    {
        var reference = TypeSchemas.Reference(definition.Name, dialect);
        return dialect.IsV3
            ? new JsonObject { ["description"] = description, ["allOf"] = new JsonArray(reference) }
            : new JsonObject { ["description"] = description, ["$ref"] = reference["$ref"]!.DeepClone() };
    }

    private static void ToV2(JsonObject schema)
    {
        var isLoose = schema["nullable"].Flag() == true || schema["x-kubernetes-int-or-string"].Flag() == true;
        foreach (var name in NotInV2) schema.Remove(name);
        if (isLoose)
            foreach (var name in (string[])["type", "items", "properties", "additionalProperties"]) schema.Remove(name);
        foreach (var (_, property) in schema.Child("properties") ?? [])
            if (property is JsonObject inner) ToV2(inner);
        foreach (var name in (string[])["items", "additionalProperties"])
            if (schema[name] is JsonObject inner) ToV2(inner);
        if (schema["x-kubernetes-preserve-unknown-fields"].Flag() != true) return;
        foreach (var name in (string[])["items", "properties", "type"]) schema.Remove(name);
    }
}
