using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LustreSupervisor.LocalCluster.Api.Json;

/// <summary>
/// Reads one YAML document (of which JSON is a subset) into JSON nodes by YAML 1.2's core schema. Aliases are followed, within a limit
/// on what they expand to: nested ones let a small body grow without end.
/// </summary>
internal sealed class YamlText
{
    /// <summary>Values in one document, aliases expanded. The largest definition of the product has a few thousand.</summary>
    internal const int NodesMax = 500_000;

    private readonly Parser parser;
    private readonly Dictionary<AnchorName, (JsonNode? Node, int Size)> anchors = [];
    private int nodes;

    private YamlText(string text) => parser = new Parser(new StringReader(text));

    /// <summary>Reads the first document of <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">The text is not YAML, nests too deep, or expands to too much.</exception>
    public static JsonNode? Parse(string text)
    {
        try
        {
            return new YamlText(text).ReadDocument();
        }
        catch (YamlException e)
        {
            throw new FormatException($"line {e.Start.Line}: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The scanner loses its way in some broken flow mappings and stumbles over tags that are no URI.
            throw new FormatException($"not YAML: {e.Message}", e);
        }
    }

    private JsonNode? ReadDocument()
    {
        parser.Consume<StreamStart>();
        return parser.TryConsume<DocumentStart>(out _) ? ReadNode(0) : null;
    }

    private JsonNode? ReadNode(int depth)
    {
        if (depth > JsonText.DepthMax) throw new FormatException($"nested deeper than {JsonText.DepthMax} levels");
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Expand(alias);
        var before = nodes;
        Count(1);
        var anchor = parser.Accept<NodeEvent>(out var start) ? start.Anchor : AnchorName.Empty;
        JsonNode? node;
        if (parser.TryConsume<Scalar>(out var scalar)) node = ReadScalar(scalar);
        else if (parser.TryConsume<SequenceStart>(out _)) node = ReadSequence(depth);
        else node = ReadMapping(depth);
        if (!anchor.IsEmpty) anchors[anchor] = (node, nodes - before);
        return node;
    }

    private JsonArray ReadSequence(int depth)
    {
        var array = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _)) array.Add(ReadNode(depth + 1));
        return array;
    }

    private JsonObject ReadMapping(int depth)
    {
        parser.Consume<MappingStart>();
        var result = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _)) result[parser.Consume<Scalar>().Value] = ReadNode(depth + 1);
        return result;
    }

    private JsonNode? Expand(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value, out var anchored)) throw new FormatException($"line {alias.Start.Line}: unknown anchor {alias.Value}");
        Count(anchored.Size);
        return anchored.Node?.DeepClone();
    }

    private void Count(int more)
    {
        nodes += more;
        if (nodes > NodesMax) throw new FormatException($"more than {NodesMax} values");
    }

    private static JsonValue? ReadScalar(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str") return JsonValue.Create(text);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
            _ when LooksNumeric(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }

    private static bool LooksNumeric(string text) => char.IsAsciiDigit(text[^1]) || text[^1] == '.';
}
