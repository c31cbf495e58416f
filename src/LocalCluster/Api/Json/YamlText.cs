using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LustreSupervisor.LocalCluster.Api.Json;

/// <summary>
/// Reads one YAML document (of which JSON is a subset) into JSON nodes by YAML 1.2's core schema.
/// Anchors and aliases are refused: an object of the API needs none, and they let a small body grow without limit.
/// </summary>
internal static class YamlText
{
    /// <summary>Reads the first document of <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">The text is not YAML, nests too deep, or uses an anchor.</exception>
    public static JsonNode? Parse(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return null;
            return ReadNode(parser, 0);
        }
        catch (YamlException e)
        {
            throw new FormatException($"line {e.Start.Line}: {e.Message}", e);
        }
    }

    private static JsonNode? ReadNode(Parser parser, int depth)
    {
        if (depth > JsonText.DepthMax) throw new FormatException($"nested deeper than {JsonText.DepthMax} levels");
        if (parser.Accept<AnchorAlias>(out _)) throw new FormatException("aliases are not supported");
        if (parser.Accept<NodeEvent>(out var node) && !node.Anchor.IsEmpty) throw new FormatException("anchors are not supported");
        if (parser.TryConsume<Scalar>(out var scalar)) return ReadScalar(scalar);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var array = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _)) array.Add(ReadNode(parser, depth + 1));
            return array;
        }

        parser.Consume<MappingStart>();
        var result = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _)) result[parser.Consume<Scalar>().Value] = ReadNode(parser, depth + 1);
        return result;
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
