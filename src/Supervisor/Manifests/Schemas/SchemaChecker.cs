using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Manifests.Yaml;

namespace LustreSupervisor.Supervisor.Manifests.Schemas;

/// <summary>
/// Checks a value against a structural schema (apiextensions v1), and tells every fault rather than the first. Rules in CEL are not
/// evaluated here: those of our resources are repeated by the core's rules.
/// </summary>
internal sealed class SchemaChecker
{
    private readonly List<SchemaFault> _faults = [];

    private SchemaChecker()
    {
    }

    /// <summary>Every fault of a value.</summary>
    public static IReadOnlyList<SchemaFault> Check(ManifestNode node, JsonObject schema, string path)
    {
        var checker = new SchemaChecker();
        checker.Visit(node, schema, path);
        return checker._faults;
    }

    private void Visit(ManifestNode node, JsonObject schema, string path)
    {
        if (node is ManifestNode.Scalar { Value: null })
        {
            if (schema["nullable"] is null)
                Add(SchemaFaultKind.Unreadable, node.Line, path, $"is empty; give {Wanted(schema)} or remove the field");
            return;
        }

        if (!IsOfType(node, schema))
        {
            var quotes = node is ManifestNode.Scalar && Type(schema) == "string" ? "; put it in quotes" : "";
            Add(SchemaFaultKind.Unreadable, node.Line, path, $"is {node.Noun}, but must be {Wanted(schema)}{quotes}");
            return;
        }

        switch (node)
        {
            case ManifestNode.Map map:
                VisitMap(map, schema, path);
                break;
            case ManifestNode.List list:
                VisitList(list, schema, path);
                break;
            case ManifestNode.Scalar scalar when SchemaBounds.FaultOf(scalar, schema) is { } fault:
                Add(SchemaFaultKind.Bounds, scalar.Line, path, fault);
                break;
            default:
                break;
        }
    }

    private void VisitMap(ManifestNode.Map map, JsonObject schema, string path)
    {
        var properties = schema["properties"] as JsonObject;
        var others = schema["additionalProperties"] as JsonObject;
        foreach (var field in map.Fields)
        {
            var place = $"{path}.{field.Name}".TrimStart('.');
            if (properties?[field.Name] is JsonObject known)
                Visit(field.Value, known, place);
            else if (others is not null)
                Visit(field.Value, others, place);
            else if (properties is not null && schema["x-kubernetes-preserve-unknown-fields"] is null)
                Add(SchemaFaultKind.Unknown, field.Line, place, $"unknown field{Spelling.Hint(field.Name, properties.Select(entry => entry.Key))}");
        }

        foreach (var required in schema["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [])
            if (map[required] is null)
                Add(SchemaFaultKind.Unreadable, map.Line, $"{path}.{required}".TrimStart('.'), Missing(properties?[required]));
        if (SchemaBounds.CountFaultOf(map.Fields.Count, schema, "Properties") is { } fault)
            Add(SchemaFaultKind.Unreadable, map.Line, path, fault);
    }

    private void VisitList(ManifestNode.List list, JsonObject schema, string path)
    {
        if (SchemaBounds.CountFaultOf(list.Items.Count, schema, "Items") is { } fault)
            Add(SchemaFaultKind.Bounds, list.Line, path, fault);
        if (schema["items"] is JsonObject items)
            for (var index = 0; index < list.Items.Count; index++)
                Visit(list.Items[index], items, $"{path}[{index}]");
    }

    private static string Missing(JsonNode? schema) =>
        schema?["description"]?.GetValue<string>() is { } meaning ? $"is missing; it says: {meaning}" : "is missing";

    private static bool IsOfType(ManifestNode node, JsonObject schema) => Type(schema) switch
    {
        "object" => node is ManifestNode.Map,
        "array" => node is ManifestNode.List,
        "string" => node is ManifestNode.Scalar { Value: string },
        "boolean" => node is ManifestNode.Scalar { Value: bool },
        "integer" => node is ManifestNode.Scalar { Value: long },
        "number" => node is ManifestNode.Scalar { Value: long or double },
        "int-or-string" => node is ManifestNode.Scalar { Value: long or string },
        _ => true,
    };

    private static string Wanted(JsonObject schema) => Type(schema) switch
    {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        _ => "a whole number or a text",
    };

    private static string Type(JsonObject schema) =>
        schema["x-kubernetes-int-or-string"] is null ? schema["type"]?.GetValue<string>() ?? "" : "int-or-string";

    private void Add(SchemaFaultKind kind, int line, string path, string reason) => _faults.Add(new SchemaFault(kind, line, path, reason));
}
