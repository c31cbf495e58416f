using System.Globalization;

namespace LustreSupervisor.Supervisor.Manifests.Yaml;

/// <summary>
/// Types of plain scalars by YAML's core schema (YAML 1.2, section 10.3.2). "Off" and "no" are texts, as the schema's enumerations
/// mean them.
/// </summary>
internal static class ScalarTypes
{
    /// <summary>The value that a plain scalar stands for.</summary>
    public static object? Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => Number(text) ?? text,
    };

    private static object? Number(string text)
    {
        if (!char.IsAsciiDigit(text[^1]) && text[^1] is not '.' && !text.StartsWith("0x", StringComparison.Ordinal))
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        if (text.StartsWith("0x", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
            return hex;
        const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }
}
