using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Security.Reviews;

/// <summary>Reads reviews and answers them.</summary>
internal static class ReviewBody
{
    /// <summary>The review in a request's body, well typed.</summary>
    /// <exception cref="StatusException">400: it is none of the kind.</exception>
    public static async Task<JsonObject> ReadAsync(ApiRequest request)
    {
        var type = request.Type;
        var body = await RequestBody.ObjectAsync(request, []);
        if (body["kind"].Text() is { Length: > 0 } kind && kind != type.Kind)
            throw Errors.BadRequest($"the kind in the data ({kind}) does not match the expected kind ({type.Kind})");
        if (body["apiVersion"].Text() is { Length: > 0 } version && version != type.ApiVersion)
            throw Errors.BadRequest($"the API version in the data ({version}) does not match the expected API version ({type.ApiVersion})");
        try
        {
            type.Strategy.Decode(body, []);
        }
        catch (FormatException e)
        {
            throw Errors.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: {e.Message}");
        }

        return body;
    }

    /// <summary>Answers with the review and its status.</summary>
    public static Task AnswerAsync(ApiRequest request, JsonObject body, JsonObject status)
    {
        (body["kind"], body["apiVersion"]) = (request.Type.Kind, request.Type.ApiVersion);
        body.Meta()["creationTimestamp"] ??= null;
        body["status"] = status;
        return Reply.JsonAsync(request.Context, 201, body);
    }

    public static StatusException Invalid(ApiRequest request, params IReadOnlyList<FieldError> errors) => Errors.Invalid(request.Type, "", errors);
}
