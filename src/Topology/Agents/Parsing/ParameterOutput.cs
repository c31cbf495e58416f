using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>One parameter of the kernel's tree.</summary>
/// <param name="Name">Its full name: <c>obdfilter.demo-OST0000.num_exports</c>.</param>
/// <param name="Value">Its value without the last newline; a value of several lines keeps its inner ones.</param>
public sealed record LustreParameter(string Name, string Value);

/// <summary>
/// <c>lctl get_param PATTERN...</c>. A value of one line follows its name on the same line, one of several lines begins on the line below.
/// </summary>
public static class ParameterOutput
{
    private const string Tool = "lctl get_param";

    /// <summary>Reads every parameter in the order of the output.</summary>
    /// <exception cref="UnrecognizedOutputException">A line comes before any name.</exception>
    public static ImmutableArray<LustreParameter> Parse(string text)
    {
        var parameters = ImmutableArray.CreateBuilder<LustreParameter>();
        var lines = text.Split('\n');
        var (name, value) = ("", new List<string>());
        for (var i = 0; i < lines.Length; i++)
        {
            if (NameIn(lines[i]) is { } next)
            {
                Finish();
                (name, value) = (next, [lines[i][(next.Length + 1)..].TrimEnd('\r')]);
            }
            else if (name.Length > 0)
            {
                value.Add(lines[i].TrimEnd('\r'));
            }
            else if (lines[i].Trim().Length > 0)
            {
                throw new UnrecognizedOutputException(Tool, i + 1, lines[i]);
            }
        }
        Finish();
        return parameters.ToImmutable();

        void Finish()
        {
            if (name.Length > 0)
                parameters.Add(new LustreParameter(name, string.Join('\n', value).Trim('\n')));
        }
    }

    /// <summary>
    /// Value of the first line whose parameter ends in <paramref name="suffix"/>; null when there is none or it is no number.
    /// </summary>
    public static long? Number(string text, string suffix)
    {
        foreach (var line in text.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[..equals].EndsWith(suffix, StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(equals + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
        }
        return null;
    }

    /// <summary>
    /// Name at the start of a line; null when it goes on with the value above. Names hold NIDs and labels, never a space: the lines of a
    /// longer value are words and numbers apart by spaces, or <c>key: value</c>.
    /// </summary>
    private static string? NameIn(string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && line.AsSpan(0, equals).IndexOfAnyExcept(NameCharacters) < 0 && char.IsAsciiLetter(line[0])
            ? line[..equals]
            : null;
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-@:+");
}
