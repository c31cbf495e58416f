using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Schema;

/// <summary>One fault of one field, as <c>field.Error</c> of Kubernetes' <c>util/validation</c>.</summary>
/// <param name="Field">Path such as <c>spec.osts.count</c> or <c>spec.list[0].name</c>.</param>
/// <param name="Reason">A <c>metav1.CauseType</c>.</param>
/// <param name="Body">What is wrong, without the path.</param>
internal sealed record FieldError(string Field, string Reason, string Body)
{
    public static FieldError Required(string field, string detail = "") =>
        new(field, "FieldValueRequired", detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    public static FieldError Invalid(string field, JsonNode? value, string detail) =>
        new(field, "FieldValueInvalid", $"Invalid value: {JsonText.ToText(value)}: {detail}");

    public static FieldError TypeInvalid(string field, string actual, string detail) =>
        new(field, "FieldValueTypeInvalid", $"Invalid value: \"{actual}\": {detail}");

    public static FieldError NotSupported(string field, JsonNode? value, IEnumerable<string> supported) =>
        new(field, "FieldValueNotSupported",
            $"Unsupported value: {JsonText.ToText(value)}: supported values: {string.Join(", ", supported.Select(s => $"\"{s}\""))}");

    public static FieldError Duplicate(string field, JsonNode? value) =>
        new(field, "FieldValueDuplicate", $"Duplicate value: {JsonText.ToText(value)}");

    public static FieldError TooLong(string field, long max) =>
        new(field, "FieldValueTooLong", $"Too long: may not be more than {max} bytes");

    public static FieldError TooMany(string field, long actual, long max) =>
        new(field, "FieldValueTooMany", $"Too many: {actual}: must have at most {max} items");

    public static FieldError Forbidden(string field, string detail) => new(field, "FieldValueForbidden", $"Forbidden: {detail}");

    public JsonObject ToCause() => new() { ["reason"] = Reason, ["message"] = Body, ["field"] = Field };
}
