using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LustreSupervisor.Supervisor.Cli.Apply;

/// <summary>Turns YAML into the JSON that the API server takes: plain scalars by YAML's core schema, quoted ones as text.</summary>
internal static class YamlToJson
{
    /// <summary>Nodes in one document after aliases are expanded; a few aliases of aliases would otherwise fill the memory.</summary>
    private const int NodesMax = 100_000;

    /// <summary>Nesting; the deepest schema of ours has 12 levels.</summary>
    private const int DepthMax = 64;

    /// <summary>Converts one document.</summary>
    /// <exception cref="YamlException">It is too large or too deep, or a key is no text; the exception says where.</exception>
    public static JsonNode? Convert(YamlNode node)
    {
        var left = NodesMax;
        return Convert(node, DepthMax, ref left);
    }

    private static JsonNode? Convert(YamlNode node, int depth, ref int left)
    {
        if (--left < 0 || depth == 0)
            throw new YamlException(node.Start, node.End, $"larger than {NodesMax} nodes or deeper than {DepthMax} levels");
        switch (node)
        {
            case YamlMappingNode mapping:
                var members = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    var name = (key as YamlScalarNode)?.Value ?? throw new YamlException(key.Start, key.End, "a key must be text");
                    members[name] = Convert(value, depth - 1, ref left);
                }

                return members;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence.Children)
                    items.Add(Convert(item, depth - 1, ref left));
                return items;
            case YamlScalarNode scalar:
                return Scalar(scalar);
            default:
                throw new YamlException(node.Start, node.End, "not a mapping, a list or a value");
        }
    }

    private static JsonValue? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
            return JsonValue.Create(text);
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return null;
        if (text is "true" or "True" or "TRUE")
            return JsonValue.Create(true);
        if (text is "false" or "False" or "FALSE")
            return JsonValue.Create(false);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }
}
