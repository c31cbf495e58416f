using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Reads request bodies as JSON or YAML.</summary>
internal static class RequestBody
{
    private const string Accepted = "application/json, application/yaml";

    /// <summary>The body, which must be an object. Properties given twice go to <paramref name="duplicates"/>.</summary>
    public static async Task<JsonObject> ObjectAsync(ApiRequest request, ICollection<string> duplicates)
    {
        var isYaml = MediaType(request) switch
        {
            "" or "application/json" => false,
            "application/yaml" or "text/yaml" => true,
            _ => throw Errors.UnsupportedMediaType(Accepted),
        };
        var bytes = await BodyReader.ReadAsync(request.Context.Request, request.Aborted);
        return Parse(bytes, isYaml, duplicates) as JsonObject ?? throw Errors.BadRequest("the body of the request must be an object");
    }

    /// <summary>The body, or null when there is none.</summary>
    public static async Task<JsonObject?> OptionalAsync(ApiRequest request)
    {
        var bytes = await BodyReader.ReadAsync(request.Context.Request, request.Aborted);
        if (bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty) return null;
        return Parse(bytes, MediaType(request).EndsWith("yaml", StringComparison.Ordinal), []) as JsonObject
            ?? throw Errors.BadRequest("the body of the request must be an object");
    }

    /// <summary>The media type without parameters, in lower case.</summary>
    public static string MediaType(ApiRequest request) =>
        (request.Context.Request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <exception cref="StatusException">400: the bytes are neither JSON nor, where allowed, YAML.</exception>
    public static JsonNode? Parse(byte[] bytes, bool isYaml, ICollection<string> duplicates)
    {
        try
        {
            var looksLikeJson = bytes.AsSpan().Trim(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
            return isYaml && !looksLikeJson ? YamlText.Parse(Encoding.UTF8.GetString(bytes)) : JsonText.Parse(bytes, duplicates);
        }
        catch (FormatException e)
        {
            var language = isYaml ? "yaml" : "json";
            throw Errors.BadRequest($"the object provided is unrecognized: couldn't get version/kind; {language} parse error: {e.Message}");
        }
    }
}
