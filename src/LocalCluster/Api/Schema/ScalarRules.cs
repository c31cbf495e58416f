using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Schema;

/// <summary>The rules for strings and numbers.</summary>
internal static class ScalarRules
{
    public static void Check(JsonNode? node, SchemaNode schema, string path, ICollection<FieldError> errors)
    {
        if (node.Text() is { } text) CheckText(text, schema, path, errors);
        else if (node.Number() is { } number) CheckNumber(node!, number, schema, path, errors);
    }

    private static void CheckText(string text, SchemaNode schema, string path, ICollection<FieldError> errors)
    {
        var length = text.EnumerateRunes().Count();
        if (schema.MinLength is { } min && length < min)
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should be at least {min} chars long"));
        if (schema.MaxLength is { } max && length > max) errors.Add(FieldError.TooLong(path, max));
        if (schema.Pattern is not null && !schema.Pattern.IsMatch(text))
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should match '{schema.PatternText}'"));
        if (!FitsFormat(text, schema.Format))
            errors.Add(FieldError.Invalid(path, text, $"{path} in body must be of type {schema.Format}: \"{text}\""));
    }

    private static void CheckNumber(JsonNode node, double number, SchemaNode schema, string path, ICollection<FieldError> errors)
    {
        void Refuse(string rule, double bound) =>
            errors.Add(FieldError.Invalid(path, node, $"{path} in body should be {rule} {bound.ToString(CultureInfo.InvariantCulture)}"));

        if (schema.Minimum is { } min)
        {
            if (schema.ExclusiveMinimum && number <= min) Refuse("greater than", min);
            else if (number < min) Refuse("greater than or equal to", min);
        }

        if (schema.Maximum is { } max)
        {
            if (schema.ExclusiveMaximum && number >= max) Refuse("less than", max);
            else if (number > max) Refuse("less than or equal to", max);
        }

        if (schema.MultipleOf is { } step && step > 0 && Math.IEEERemainder(number, step) != 0) Refuse("a multiple of", step);
        if (schema.Format == "int32" && Math.Abs(number) > int.MaxValue)
            errors.Add(FieldError.Invalid(path, node, $"{path} in body must be of type int32: \"integer\""));
    }

    /// <summary>Formats that change what clients can read; the others are annotations, as for the real server.</summary>
    private static bool FitsFormat(string text, string format) => format switch
    {
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        "uuid" => Guid.TryParse(text, out _),
        "ipv4" or "ipv6" => System.Net.IPAddress.TryParse(text, out _),
        _ => true,
    };
}
