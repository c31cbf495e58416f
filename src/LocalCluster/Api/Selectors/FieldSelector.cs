using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Selectors;

/// <summary>A field selector: <c>spec.nodeName=node1,status.phase!=Failed</c>.</summary>
internal sealed class FieldSelector
{
    /// <summary>Selects everything.</summary>
    public static readonly FieldSelector All = new([]);

    private readonly IReadOnlyList<(string Field, bool Equal, string Value)> terms;

    private FieldSelector(IReadOnlyList<(string, bool, string)> terms) => this.terms = terms;

    /// <summary>Selects the objects with one name.</summary>
    public static FieldSelector Name(string name) => new([("metadata.name", true, name)]);

    /// <summary>Selects what both select.</summary>
    public FieldSelector And(FieldSelector other) => new([.. terms, .. other.terms]);

    public bool Matches(StoredObject candidate)
    {
        foreach (var (field, equal, value) in terms)
            if ((Read(candidate, field) == value) != equal) return false;
        return true;
    }

    /// <summary>Reads a selector for objects of <paramref name="resource"/>.</summary>
    /// <exception cref="FormatException">The text is no selector, or names a field that this kind does not offer.</exception>
    public static FieldSelector Parse(string? text, ResourceName resource)
    {
        if (string.IsNullOrWhiteSpace(text)) return All;
        return new FieldSelector([.. text.Split(',').Where(t => t.Length > 0).Select(t => ParseTerm(t, resource))]);
    }

    private static (string, bool, string) ParseTerm(string term, ResourceName resource)
    {
        var at = term.IndexOf('=');
        if (at <= 0) throw new FormatException($"invalid selector: '{term}'; can't understand '{term}'");
        var equal = term[at - 1] != '!';
        var field = equal ? term[..at] : term[..(at - 1)];
        var value = at + 1 < term.Length && term[at + 1] == '=' ? term[(at + 2)..] : term[(at + 1)..];
        if (!SelectableFields.Supports(resource, field)) throw new FormatException($"field label not supported: {field}");
        return (field, equal, value);
    }

    private static string Read(StoredObject candidate, string field) => field switch
    {
        "metadata.name" => candidate.Key.Name,
        "metadata.namespace" => candidate.Key.Namespace,
        _ => candidate.Fields.GetValueOrDefault(field, ""),
    };
}
