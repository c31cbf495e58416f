using System.Text.RegularExpressions;

namespace LustreSupervisor.LocalCluster.Api.Selectors;

/// <summary>A label selector in its text form: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1</c>.</summary>
internal sealed partial class LabelSelector
{
    /// <summary>Selects everything.</summary>
    public static readonly LabelSelector All = new([]);

    private readonly IReadOnlyList<Requirement> requirements;

    private LabelSelector(IReadOnlyList<Requirement> requirements) => this.requirements = requirements;

    /// <summary>Nothing is left out.</summary>
    public bool SelectsAll => requirements.Count == 0;

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in requirements)
            if (!requirement.Matches(labels)) return false;
        return true;
    }

    /// <summary>Reads a selector.</summary>
    /// <exception cref="FormatException">The text is not a selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return All;
        return new LabelSelector([.. Split(text).Select(ParseOne)]);
    }

    private static Requirement ParseOne(string part)
    {
        var match = SetForm().Match(part);
        if (match.Success)
        {
            var values = match.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries);
            return new Requirement(match.Groups["key"].Value, match.Groups["op"].Value == "in" ? Operator.In : Operator.NotIn, values);
        }

        match = EqualityForm().Match(part);
        if (match.Success)
        {
            var op = match.Groups["op"].Value switch { "!=" => Operator.NotIn, ">" => Operator.GreaterThan, "<" => Operator.LessThan, _ => Operator.In };
            return new Requirement(match.Groups["key"].Value, op, [match.Groups["value"].Value]);
        }

        match = PresenceForm().Match(part);
        if (match.Success) return new Requirement(match.Groups["key"].Value, match.Groups["not"].Length > 0 ? Operator.Absent : Operator.Exists, []);
        throw new FormatException($"unable to parse requirement: {part.Trim()}");
    }

    /// <summary>Splits at the commas outside parentheses.</summary>
    private static IEnumerable<string> Split(string text)
    {
        int start = 0, depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')') depth--;
            else if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    [GeneratedRegex(@"^\s*(?<key>[A-Za-z0-9][-A-Za-z0-9_./]*)\s+(?<op>in|notin)\s*\((?<values>[-A-Za-z0-9_.,\s]*)\)\s*$")]
    private static partial Regex SetForm();

    [GeneratedRegex(@"^\s*(?<key>[A-Za-z0-9][-A-Za-z0-9_./]*)\s*(?<op>==|=|!=|>|<)\s*(?<value>[-A-Za-z0-9_.]*)\s*$")]
    private static partial Regex EqualityForm();

    [GeneratedRegex(@"^\s*(?<not>!?)\s*(?<key>[A-Za-z0-9][-A-Za-z0-9_./]*)\s*$")]
    private static partial Regex PresenceForm();
}
