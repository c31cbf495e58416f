using System.Text.Json;
using System.Text.Json.Nodes;

namespace LustreSupervisor.Conformance.Clusters;

/// <summary>What the API server answered.</summary>
/// <param name="Code">HTTP status.</param>
/// <param name="Text">Body.</param>
/// <param name="Warnings">The <c>Warning</c> headers, one a line.</param>
public sealed record Answer(int Code, string Text, string Warnings)
{
    /// <summary>The body as an object; empty when it is none.</summary>
    public JsonObject Body { get; } = Parse(Text);

    /// <summary>Elements of a list.</summary>
    public JsonArray Items => Body["items"] as JsonArray ?? [];

    public string Name => this["metadata", "name"];

    public string Uid => this["metadata", "uid"];

    public string Version => this["metadata", "resourceVersion"];

    /// <summary>Message of a <c>Status</c>.</summary>
    public string Message => this["message"];

    /// <summary>Reason of a <c>Status</c>.</summary>
    public string Reason => this["reason"];

    /// <summary>The fields that the causes of a <c>Status</c> name.</summary>
    public IEnumerable<string> CauseFields => (Body["details"]?["causes"] as JsonArray ?? []).Select(cause => $"{cause!["field"]}");

    /// <summary>The value at a path as text, empty when there is none.</summary>
    public string this[params string[] path] => $"{At(path)}";

    /// <summary>The value at a path.</summary>
    public JsonNode? At(params string[] path) => path.Aggregate<string, JsonNode?>(Body, (node, name) => node switch
    {
        JsonObject map => map[name],
        JsonArray list when int.TryParse(name, out var index) && index < list.Count => list[index],
        _ => null,
    });

    /// <summary>The answer, if it has the code that is expected.</summary>
    public Answer Must(int code)
    {
        Assert.True(Code == code, $"expected {code}, not {Code}: {Text}");
        return this;
    }

    /// <summary>The answer, if it is a <c>Status</c> with this code and reason, as kubectl needs it to print more than a number.</summary>
    public Answer MustFail(int code, string reason)
    {
        Assert.True(Code == code && Reason == reason && this["kind"] == "Status", $"expected {code} {reason}, not {Code}: {Text}");
        return this;
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
