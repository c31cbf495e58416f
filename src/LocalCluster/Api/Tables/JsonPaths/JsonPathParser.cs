using System.Globalization;
using System.Text;

namespace LustreSupervisor.LocalCluster.Api.Tables.JsonPaths;

/// <summary>Reads the text of a <see cref="JsonPath"/>, left to right.</summary>
internal sealed class JsonPathParser
{
    /// <summary>Filters within filters: nobody writes even two.</summary>
    private const int NestingMax = 4;

    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];

    private readonly string text;
    private readonly int nesting;
    private int place;

    private JsonPathParser(string text, int nesting)
    {
        this.text = text;
        this.nesting = nesting;
    }

    /// <summary>The steps of a path, or null when the text is none.</summary>
    public static IReadOnlyList<IPathStep>? Parse(string text, int nesting = 0)
    {
        try
        {
            return nesting > NestingMax ? null : new JsonPathParser(text, nesting).ReadSteps();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private List<IPathStep> ReadSteps()
    {
        var steps = new List<IPathStep>();
        if (text.StartsWith('$') || text.StartsWith('@')) place++;
        while (place < text.Length)
        {
            if (text[place] == '[') steps.Add(ReadBracket());
            else if (text.AsSpan(place).StartsWith("..", StringComparison.Ordinal)) steps.AddRange(ReadDescent());
            else if (text[place] == '.') steps.AddRange(ReadDotted());
            else throw new FormatException();
        }

        return steps;
    }

    private IEnumerable<IPathStep> ReadDescent()
    {
        place += 2;
        return place < text.Length && text[place] != '[' ? [new DescentStep(), ReadName()] : [new DescentStep()];
    }

    private IEnumerable<IPathStep> ReadDotted()
    {
        place++;
        // A lone dot is the object itself; one before a bracket says nothing.
        return place == text.Length || text[place] == '[' ? [] : [ReadName()];
    }

    private IPathStep ReadName()
    {
        var name = new StringBuilder();
        for (; place < text.Length && text[place] is not ('.' or '['); place++)
        {
            if (text[place] == '\\' && place + 1 < text.Length) place++;
            name.Append(text[place]);
        }

        return name.Length == 0 ? throw new FormatException() : name.ToString() == "*" ? new WildcardStep() : new FieldStep(name.ToString());
    }

    private IPathStep ReadBracket()
    {
        var end = FindEnd();
        var inside = text[(place + 1)..end].Trim();
        place = end + 1;
        if (inside == "*") return new WildcardStep();
        if (inside.StartsWith("?(", StringComparison.Ordinal) && inside.EndsWith(')')) return ReadFilter(inside[2..^1]);
        if (Unquote(inside) is { } name) return new FieldStep(name);
        return ReadSlice(inside.Split(':'));
    }

    /// <summary>The bracket that closes the one at the present place; brackets within quotes or further brackets do not count.</summary>
    private int FindEnd()
    {
        var depth = 0;
        var quote = '\0';
        for (var i = place; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '"') quote = c;
            else if (c == '[') depth++;
            else if (c == ']' && --depth == 0) return i;
        }

        throw new FormatException();
    }

    private static SliceStep ReadSlice(string[] parts)
    {
        int? Part(int i) => i >= parts.Length || parts[i].Length == 0 ? null
            : int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException();
        if (parts.Length == 1) return SliceStep.One(Part(0) ?? throw new FormatException());
        return parts.Length <= 3 && (Part(2) ?? 1) > 0 ? new SliceStep(Part(0), Part(1), Part(2) ?? 1) : throw new FormatException();
    }

    private FilterStep ReadFilter(string condition)
    {
        for (var i = 0; i < condition.Length; i++)
        {
            var found = Operators.FirstOrDefault(o => condition.AsSpan(i).StartsWith(o, StringComparison.Ordinal));
            if (found is not null) return new FilterStep(ReadOperand(condition[..i]), found, ReadOperand(condition[(i + found.Length)..]));
        }

        return new FilterStep(ReadOperand(condition), "", new FilterOperand(null, null));
    }

    private FilterOperand ReadOperand(string given)
    {
        var operand = given.Trim();
        if (operand.StartsWith('@'))
            return new FilterOperand(JsonPath.Of(Parse(operand, nesting + 1) ?? throw new FormatException()), null);
        if (Unquote(operand) is { } literal) return new FilterOperand(null, literal);
        if (bool.TryParse(operand, out var flag)) return new FilterOperand(null, flag);
        return double.TryParse(operand, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new FilterOperand(null, number) : throw new FormatException();
    }

    private static string? Unquote(string quoted) =>
        quoted.Length >= 2 && (quoted[0] is '\'' or '"') && quoted[^1] == quoted[0] ? quoted[1..^1] : null;
}
