using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace LustreSupervisor.Supervisor.Cli.Output;

/// <summary>Prints a document as JSON or YAML: the same content, for programs.</summary>
internal static class Documents
{
    // Read by people and programs, never placed in a web page: quotes and brackets may stand as they are.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ISerializer Yaml = new SerializerBuilder().WithQuotingNecessaryStrings(quoteYaml1_1Strings: true).Build();

    /// <summary>Writes one document and a line end.</summary>
    /// <param name="writer">Where.</param>
    /// <param name="document">What.</param>
    /// <param name="format"><see cref="OutputFormat.Json"/> or <see cref="OutputFormat.Yaml"/>.</param>
    public static void Write(TextWriter writer, JsonNode document, OutputFormat format)
    {
        if (format == OutputFormat.Yaml)
            writer.Write(Yaml.Serialize(Plain(document)!));
        else
            writer.WriteLine(document.ToJsonString(Indented));
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject members => members.ToDictionary(member => member.Key, member => Plain(member.Value)),
        JsonArray items => items.Select(Plain).ToList(),
        JsonValue value => Scalar(value),
        _ => throw new InvalidOperationException($"JSON of kind {node.GetValueKind()} has no YAML form."),
    };

    private static object Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.TryGetValue<long>(out var whole) ? whole : value.GetValue<double>(),
        _ => value.ToString(),
    };
}
