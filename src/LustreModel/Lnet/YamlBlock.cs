using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.LustreModel.Lnet;

/// <summary>
/// Reads the part of YAML that LNet's configurations are written in: block lists and maps, plain and quoted scalars, comments. A flow
/// value (<c>[0,1]</c>) is kept as its text.
/// </summary>
internal sealed class YamlBlock
{
    /// <summary>Nesting that is followed: LNet's own documents have seven levels.</summary>
    private const int DepthMax = 32;

    private readonly List<(int Indent, string Text, int Number)> _lines;
    private int _at;

    private YamlBlock(string text) => _lines =
    [
        .. text.Split('\n').Select((line, i) => (Line: Clean(line), Number: i + 1)).Where(l => l.Line.Trim() is not ("" or "---" or "..."))
            .Select(l => (l.Line.Length - l.Line.TrimStart(' ').Length, l.Line.Trim(), l.Number)),
    ];

    /// <summary>Reads a document.</summary>
    /// <returns>The document, an empty map for an empty one; or what is wrong and in which line.</returns>
    public static (YamlNode? Document, string? Error) Read(string text)
    {
        var reader = new YamlBlock(text);
        try
        {
            var node = reader._lines.Count == 0 ? new YamlMap([]) : reader.Node(reader._lines[0].Indent, 0);
            return reader._at < reader._lines.Count ? throw reader.Wrong("did not find expected key") : (node, null);
        }
        catch (FormatException error)
        {
            return (null, error.Message);
        }
    }

    private YamlNode Node(int indent, int depth)
    {
        if (depth > DepthMax)
            throw Wrong("nesting is too deep");
        return IsItem(_lines[_at].Text) ? List(indent, depth) : Map(indent, depth);
    }

    private YamlList List(int indent, int depth)
    {
        var nodes = ImmutableArray.CreateBuilder<YamlNode>();
        while (_at < _lines.Count && _lines[_at].Indent == indent && IsItem(_lines[_at].Text))
        {
            var (_, text, number) = _lines[_at];
            var rest = text[1..].TrimStart();
            if (rest.Length == 0)
            {
                _at++;
                nodes.Add(Below(indent, depth));
                continue;
            }
            if (!IsItem(rest) && !HasKey(rest))
            {
                _at++;
                nodes.Add(new YamlScalar(Unquote(rest)));
                continue;
            }

            // What follows the dash is the first line of a block that is indented as far as it stands.
            _lines[_at] = (indent + text.Length - rest.Length, rest, number);
            nodes.Add(Node(_lines[_at].Indent, depth + 1));
        }
        return new YamlList(nodes.ToImmutable());
    }

    private YamlMap Map(int indent, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<(string, YamlNode)>();
        while (_at < _lines.Count && _lines[_at].Indent == indent && !IsItem(_lines[_at].Text))
        {
            var text = _lines[_at].Text;
            if (!HasKey(text))
                throw Wrong("could not find expected ':'");
            var colon = Colon(text);
            var value = text[(colon + 1)..].Trim();
            _at++;
            entries.Add((Unquote(text[..colon].Trim()), value.Length > 0 ? new YamlScalar(Unquote(value)) : Below(indent, depth, listToo: true)));
        }
        return entries.Count == 0 ? throw Wrong("did not find expected key") : new YamlMap(entries.ToImmutable());
    }

    // Nothing below is an empty scalar. A list may stand as far left as its key.
    private YamlNode Below(int indent, int depth, bool listToo = false)
    {
        if (_at == _lines.Count)
            return new YamlScalar("");
        var next = _lines[_at];
        return next.Indent > indent || (listToo && next.Indent == indent && IsItem(next.Text)) ? Node(next.Indent, depth + 1) : new YamlScalar("");
    }

    private FormatException Wrong(string what) => new(string.Create(CultureInfo.InvariantCulture,
        $"Parser error: while parsing a block: {what} at line {_lines[Math.Min(_at, _lines.Count - 1)].Number}, column 1"));

    private static bool IsItem(string text) => text == "-" || text.StartsWith("- ", StringComparison.Ordinal);

    private static bool HasKey(string text) => Colon(text) > 0;

    // A colon ends a key before a blank or at the end of the line.
    private static int Colon(string text)
    {
        var at = text.IndexOf(": ", StringComparison.Ordinal);
        return at >= 0 ? at : text.EndsWith(':') ? text.Length - 1 : -1;
    }

    private static string Clean(string line)
    {
        var hash = line.StartsWith('#') ? 0 : line.IndexOf(" #", StringComparison.Ordinal);
        return (hash < 0 ? line : line[..hash]).Replace("\t", "    ", StringComparison.Ordinal).TrimEnd();
    }

    private static string Unquote(string text) =>
        text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] && text.Length > 1 ? text[1..^1] : text;
}
