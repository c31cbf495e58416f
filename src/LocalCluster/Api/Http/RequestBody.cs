using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Protobuf;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Reads request bodies as JSON or YAML, and those of built-in kinds as protobuf too.</summary>
internal static class RequestBody
{
    private const string AcceptedForCustom = "application/json, application/yaml";
    private const string Accepted = $"{AcceptedForCustom}, {ProtobufBody.MediaType}";

    /// <summary>The body, which must be an object. Properties given twice go to <paramref name="duplicates"/>.</summary>
    public static async Task<JsonObject> ObjectAsync(ApiRequest request, ICollection<string> duplicates)
    {
        var form = MediaType(request);
        var accepted = request.Type.IsCustom ? AcceptedForCustom : Accepted;
        if (!IsKnown(form, accepted)) throw Errors.UnsupportedMediaType(accepted);
        return Object(await BodyReader.ReadAsync(request.Context.Request, request.Aborted), form, duplicates);
    }

    /// <summary>The options of a delete, or null when there are none.</summary>
    public static async Task<JsonObject?> OptionalAsync(ApiRequest request)
    {
        var bytes = await BodyReader.ReadAsync(request.Context.Request, request.Aborted);
        if (bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty) return null;
        var form = MediaType(request);
        return IsKnown(form, Accepted) ? Object(bytes, form, []) : throw Errors.UnsupportedMediaType(Accepted);
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

    /// <summary>A body of no media type is JSON.</summary>
    private static bool IsKnown(string form, string accepted) => form is "" or "text/yaml" || accepted.Split(", ").Contains(form);

    private static JsonObject Object(byte[] bytes, string form, ICollection<string> duplicates)
    {
        if (form == ProtobufBody.MediaType) return Protobuf(bytes);
        return Parse(bytes, form.EndsWith("yaml", StringComparison.Ordinal), duplicates) as JsonObject
            ?? throw Errors.BadRequest("the body of the request must be an object");
    }

    private static JsonObject Protobuf(byte[] bytes)
    {
        try
        {
            return ProtobufBody.Parse(bytes);
        }
        catch (ProtobufException e)
        {
            throw Errors.BadRequest($"the object provided is unrecognized: {e.Message}");
        }
    }
}
