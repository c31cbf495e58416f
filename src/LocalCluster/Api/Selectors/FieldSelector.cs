using System.Text;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Selectors;

/// <summary>A field selector: <c>spec.nodeName=node1,status.phase!=Failed</c>; <c>\</c> escapes a comma, an equals sign or itself.</summary>
internal sealed class FieldSelector
{
    /// <summary>Selects everything.</summary>
    public static readonly FieldSelector All = new([], false);

    private readonly IReadOnlyList<(string Field, bool Equal, string Value)> terms;
    private readonly bool isCustom;

    private FieldSelector(IReadOnlyList<(string, bool, string)> terms, bool isCustom)
    {
        this.terms = terms;
        this.isCustom = isCustom;
    }

    /// <summary>Nothing is left out.</summary>
    public bool SelectsAll => terms.Count == 0;

    public bool Matches(StoredObject candidate)
    {
        foreach (var (field, equal, value) in terms)
            if ((Read(candidate, field) == value) != equal) return false;
        return true;
    }

    /// <summary>Reads a selector for objects of <paramref name="type"/>.</summary>
    /// <exception cref="FormatException">The text is no selector, or names a field that this kind does not offer.</exception>
    public static FieldSelector Parse(string? text, ResourceType type)
    {
        if (string.IsNullOrEmpty(text)) return All;
        return new FieldSelector([.. Split(text).Where(t => t.Length > 0).Select(t => ParseTerm(text, t, type))], type.IsCustom);
    }

    private static (string, bool, string) ParseTerm(string text, string term, ResourceType type)
    {
        var at = term.IndexOf('=', StringComparison.Ordinal);
        if (at < 0) throw new FormatException($"invalid selector: '{text}'; can't understand '{term}'");
        var equal = at == 0 || term[at - 1] != '!';
        var field = equal ? term[..at] : term[..(at - 1)];
        var value = at + 1 < term.Length && term[at + 1] == '=' ? term[(at + 2)..] : term[(at + 1)..];
        return (SelectableFields.Canonical(type, field), equal, Unescape(value));
    }

    /// <summary>Splits at commas that are not escaped.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static string Unescape(string value)
    {
        var result = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\')
            {
                var sequence = value[i..Math.Min(i + 2, value.Length)];
                if (++i == value.Length || value[i] is not ('\\' or ',' or '='))
                    throw new FormatException($"invalid field selector: invalid escape sequence: {sequence}");
            }
            else if (value[i] is ',' or '=')
            {
                throw new FormatException($"invalid field selector: unescaped character in sequence: {value[i..]}");
            }

            result.Append(value[i]);
        }

        return result.ToString();
    }

    private string Read(StoredObject candidate, string field) => field switch
    {
        "metadata.name" => candidate.Key.Name,
        "metadata.namespace" => candidate.Key.Namespace,
        _ when isCustom => SelectableFields.TextOf(candidate.Parse().At(field.Split('.'))),
        _ => candidate.Fields.GetValueOrDefault(field, ""),
    };
}
