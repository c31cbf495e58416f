using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Schema;

/// <summary>Checks a value against a structural schema; the messages are those of <c>kube-openapi/pkg/validation</c>.</summary>
internal sealed class SchemaValidator
{
    /// <summary>Faults reported for one object: a person fixes no more at a time, and the answer stays small.</summary>
    internal const int FaultsMax = 100;

    private readonly List<FieldError> errors = [];

    private SchemaValidator()
    {
    }

    /// <summary>The faults of <paramref name="node"/>, whose path is <paramref name="path"/> (empty for a whole object).</summary>
    public static IReadOnlyList<FieldError> Validate(JsonNode? node, SchemaNode schema, string path = "")
    {
        var validator = new SchemaValidator();
        validator.Check(node, schema, path);
        return validator.errors;
    }

    private void Check(JsonNode? node, SchemaNode schema, string path)
    {
        if (errors.Count >= FaultsMax) return;
        if (node is null && (schema.Nullable || (schema.Type.Length == 0 && !schema.IntOrString))) return;
        if (!CheckType(node, schema, path)) return;
        if (schema.Enum is not null && !schema.Enum.Any(e => JsonNode.DeepEquals(e, node)))
            errors.Add(FieldError.NotSupported(path, node, schema.Enum.Select(e => e.Text() ?? JsonText.ToText(e))));
        ScalarRules.Check(node, schema, path, errors);
        if (node is JsonArray array) CheckArray(array, schema, path);
        if (node is JsonObject value) CheckObject(value, schema, path);
        CheckCombinations(node, schema, path);
    }

    private bool CheckType(JsonNode? node, SchemaNode schema, string path)
    {
        var actual = TypeOf(node);
        var fits = schema.IntOrString
            ? actual is "integer" or "string"
            : schema.Type.Length == 0 || actual == schema.Type || (schema.Type == "number" && actual == "integer");
        if (fits) return true;
        var wanted = schema.IntOrString ? "integer,string" : schema.Type;
        errors.Add(FieldError.TypeInvalid(path, actual, $"{Named(path)} must be of type {wanted}: \"{actual}\""));
        return false;
    }

    private void CheckArray(JsonArray array, SchemaNode schema, string path)
    {
        if (schema.MinItems is { } min && array.Count < min)
            errors.Add(FieldError.Invalid(path, array.Count, $"{Named(path)} should have at least {min} items"));
        if (schema.MaxItems is { } max && array.Count > max) errors.Add(FieldError.TooMany(path, array.Count, max));
        if (schema.Items is not null)
            for (var i = 0; i < array.Count; i++) Check(array[i], schema.Items, $"{path}[{i}]");
        if (schema.ListType is "map" or "set") CheckUnique(array, schema, path);
    }

    private void CheckUnique(JsonArray array, SchemaNode schema, string path)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < array.Count; i++)
        {
            var identity = schema.ListType == "set" ? array[i] : ListKeys.Of(array[i] as JsonObject, schema.ListMapKeys);
            if (!seen.Add(JsonText.ToText(identity))) errors.Add(FieldError.Duplicate($"{path}[{i}]", identity));
        }
    }

    private void CheckObject(JsonObject value, SchemaNode schema, string path)
    {
        if (schema.MinProperties is { } min && value.Count < min)
            errors.Add(FieldError.Invalid(path, value.Count, $"{Named(path)} should have at least {min} properties"));
        if (schema.MaxProperties is { } max && value.Count > max) errors.Add(FieldError.TooMany(path, value.Count, max));
        foreach (var name in schema.Required)
            if (!value.ContainsKey(name)) errors.Add(FieldError.Required(Join(path, name)));
        foreach (var (name, child) in value)
        {
            if (schema.Property(name) is { } known) Check(child, known, Join(path, name));
        }
    }

    private void CheckCombinations(JsonNode? node, SchemaNode schema, string path)
    {
        foreach (var part in schema.AllOf) Check(node, part, path);
        if (schema.AnyOf.Count > 0 && !schema.AnyOf.Any(s => Validate(node, s, path).Count == 0))
            errors.Add(FieldError.Invalid(path, "", $"\"{path}\" must validate at least one schema (anyOf)"));
        if (schema.OneOf.Count > 0 && schema.OneOf.Count(s => Validate(node, s, path).Count == 0) is var fits and not 1)
        {
            var found = fits == 0 ? "Found none valid" : $"Found {fits} valid alternatives";
            errors.Add(FieldError.Invalid(path, "", $"\"{path}\" must validate one and only one schema (oneOf). {found}"));
        }

        if (schema.Not is not null && Validate(node, schema.Not, path).Count == 0)
            errors.Add(FieldError.Invalid(path, "", $"\"{path}\" must not validate the schema (not)"));
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Named(string path) => $"{path} in body";

    private static string TypeOf(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => node.Whole() is not null ? "integer" : "number",
    };
}
