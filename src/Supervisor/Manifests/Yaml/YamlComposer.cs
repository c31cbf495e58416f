using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LustreSupervisor.Supervisor.Manifests.Yaml;

/// <summary>Composes YAML (and so JSON) documents into nodes that know their lines, within <see cref="ManifestLimits"/>.</summary>
internal sealed class YamlComposer
{
    private const string TextTag = "tag:yaml.org,2002:str";

    private readonly IParser _parser;
    private readonly Dictionary<string, ManifestNode> _anchors = [];
    private int _nodes;
    private int _line = 1;

    private readonly Action<int, string> _onFault;

    private YamlComposer(string text, Action<int, string> onFault) =>
        (_parser, _onFault) = (new Parser(new StringReader(text)), onFault);

    /// <summary>Composes document by document; empty documents are left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="onFault">Takes line and words of a fault after which reading goes on.</param>
    /// <exception cref="YamlFaultException">The text is no YAML, or beyond the limits.</exception>
    public static IEnumerable<ManifestNode> Compose(string text, Action<int, string> onFault)
    {
        if (text.Length > ManifestLimits.TextMax)
            throw new YamlFaultException(1, $"longer than {ManifestLimits.TextMax} characters; split the file");
        var composer = new YamlComposer(text, onFault);
        while (composer.NextDocument() is { } document)
            yield return document;
    }

    private ManifestNode? NextDocument()
    {
        while (true)
        {
            switch (Next())
            {
                case null or StreamEnd:
                    return null;
                case DocumentStart:
                    _anchors.Clear();
                    var document = Node(Next(), 1);
                    if (document is not ManifestNode.Scalar { Value: null })
                        return document;
                    break;
                default:
                    break;
            }
        }
    }

    private ManifestNode Node(ParsingEvent? current, int depth)
    {
        var line = LineOf(current);
        if (depth > ManifestLimits.DepthMax)
            throw new YamlFaultException(line, $"nested deeper than {ManifestLimits.DepthMax} levels");
        var node = current switch
        {
            Scalar scalar => ScalarOf(scalar),
            SequenceStart => ListOf(line, depth),
            MappingStart => MapOf(line, depth),
            AnchorAlias alias => AliasOf(alias),
            _ => throw new YamlFaultException(line, "the document ends in the middle of a value"),
        };
        if (current is NodeEvent { Anchor: { IsEmpty: false } anchor })
            _anchors[anchor.Value] = node;
        return node;
    }

    private ManifestNode.Scalar ScalarOf(Scalar scalar)
    {
        Count(1, LineOf(scalar));
        var isText = scalar.Style != ScalarStyle.Plain || (!scalar.Tag.IsEmpty && scalar.Tag.Value == TextTag);
        if (!scalar.Tag.IsEmpty && scalar.Tag.IsLocal)
            _onFault(LineOf(scalar), $"tag {scalar.Tag.Value} means nothing here; remove it");
        return new ManifestNode.Scalar(LineOf(scalar), isText ? scalar.Value : ScalarTypes.Resolve(scalar.Value), scalar.Value);
    }

    private ManifestNode.List ListOf(int line, int depth)
    {
        Count(1, line);
        var items = new List<ManifestNode>();
        while (Next() is var current and not SequenceEnd)
            items.Add(Node(current, depth + 1));
        return new ManifestNode.List(line, 1 + items.Sum(item => item.Size), items);
    }

    private ManifestNode.Map MapOf(int line, int depth)
    {
        Count(1, line);
        var fields = new List<ManifestNode.Field>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (Next() is var current and not MappingEnd)
        {
            if (current is not Scalar key)
                throw new YamlFaultException(LineOf(current), "a field name must be a text");
            var field = new ManifestNode.Field(key.Value, LineOf(key), Node(Next(), depth + 1));
            if (seen.TryAdd(field.Name, field.Line))
                fields.Add(field);
            else
                _onFault(field.Line, $"field \"{field.Name}\" is given twice, first on line {seen[field.Name]}; remove one of the two");
        }

        return new ManifestNode.Map(line, 1 + fields.Sum(field => field.Value.Size), fields);
    }

    private ManifestNode AliasOf(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
            throw new YamlFaultException(LineOf(alias), $"alias *{alias.Value.Value} names no anchor before it");
        Count(node.Size, LineOf(alias));
        return node;
    }

    private void Count(int nodes, int line)
    {
        _nodes += nodes;
        if (_nodes > ManifestLimits.NodesMax)
            throw new YamlFaultException(line, $"more than {ManifestLimits.NodesMax} values, aliases expanded; split the file");
    }

    private ParsingEvent? Next()
    {
        try
        {
            var current = _parser.MoveNext() ? _parser.Current : null;
            _line = LineOf(current);
            return current;
        }
        catch (YamlException e)
        {
            throw new YamlFaultException((int)e.Start.Line, $"not YAML: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The scanner loses its way in some broken flow mappings and stumbles over tags that are no URI, and says nothing better.
            throw new YamlFaultException(_line, "not YAML from this line on; look for an unclosed bracket, a missing space or a stray '!'");
        }
    }

    private static int LineOf(ParsingEvent? at) => (int)(at?.Start.Line ?? 1);
}
