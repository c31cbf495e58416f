using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>
/// The refusals of the API server, worded as <c>k8s.io/apimachinery/pkg/api/errors</c> words them: clients match on some of these texts.
/// </summary>
internal static class Errors
{
    public static StatusException BadRequest(string message) => new(400, "BadRequest", message);

    public static StatusException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static StatusException Forbidden(ResourceType type, string name, string why, JsonArray? causes = null) =>
        new(403, "Forbidden", $"{type.QualifiedResource} \"{name}\" is forbidden: {why}", Details(type, name, causes));

    public static StatusException NotFound(ResourceType type, string name) =>
        new(404, "NotFound", $"{type.QualifiedResource} \"{name}\" not found", Details(type, name));

    public static StatusException UnknownPath() =>
        new(404, "NotFound", "the server could not find the requested resource", []);

    public static StatusException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    /// <summary>The request accepts no form that there is.</summary>
    public static StatusException NotAcceptable(string why = "only the following media types are accepted: application/json") =>
        new(406, "NotAcceptable", why);

    public static StatusException AlreadyExists(ResourceType type, string name) =>
        new(409, "AlreadyExists", $"{type.QualifiedResource} \"{name}\" already exists", Details(type, name));

    public static StatusException Conflict(ResourceType type, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type.QualifiedResource} \"{name}\": {why}", Details(type, name));

    public static StatusException Modified(ResourceType type, string name) =>
        Conflict(type, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static StatusException UidMismatch(ResourceType type, string name, string wanted, string found) =>
        Conflict(type, name, $"Precondition failed: UID in precondition: {wanted}, UID in object meta: {found}");

    public static StatusException Expired(string message, string? continues = null) => new(410, "Expired", message) { Continue = continues };

    public static StatusException TooOld(long asked, long oldest) => Expired($"too old resource version: {asked} ({oldest})");

    public static StatusException TooLarge(string? why = null) =>
        new(413, "RequestEntityTooLarge", $"Request entity too large: {why ?? $"limit is {BodyReader.BytesMax}"}", []);

    public static StatusException UnsupportedMediaType(string accepted) =>
        new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {accepted}", []);

    /// <summary>A body that does not fit the kind's types: of a patch the result, else what was sent.</summary>
    public static StatusException Undecodable(ResourceType type, JsonObject body, string why, bool isPatch)
    {
        if (!isPatch) return BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: {why}");
        var error = FieldError.Invalid("patch", JsonText.ToText(body), why);
        var details = new JsonObject { ["causes"] = new JsonArray(error.ToCause()) };
        return new StatusException(422, "Invalid", $" \"\" is invalid: {error.Field}: {error.Body}", details);
    }

    /// <summary>Options of a request that are wrong or do not go together.</summary>
    public static StatusException InvalidOptions(string kind, IReadOnlyList<FieldError> errors)
    {
        var details = new JsonObject { ["group"] = "meta.k8s.io", ["kind"] = kind, ["causes"] = new JsonArray([.. errors.Select(e => e.ToCause())]) };
        return new StatusException(422, "Invalid", $"{kind}.meta.k8s.io \"\" is invalid: {Joined(errors)}", details);
    }

    public static StatusException Invalid(ResourceType type, string name, IReadOnlyList<FieldError> errors)
    {
        var joined = Joined(errors);
        var causes = new JsonArray([.. errors.Select(e => e.ToCause())]);
        var details = Details(type, name, causes);
        details["kind"] = type.Kind;
        return new StatusException(422, "Invalid", $"{type.QualifiedKind} \"{name}\" is invalid: {joined}", details);
    }

    /// <summary>A JSON patch that does not fit the object. The real server does not say why either.</summary>
    public static StatusException UnfitPatch() => new(422, "Invalid", "the server rejected our request due to an error in our request", []);

    public static StatusException FutureVersion(long asked, long current) =>
        new(504, "Timeout", $"Timeout: Too large resource version: {asked}, current: {current}", new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
            ["retryAfterSeconds"] = 1,
        });

    public static StatusException Internal() => new(500, "InternalError", "Internal error occurred; the server's log has the details", []);

    /// <summary>The disk is full or broken: nothing of the write has happened.</summary>
    public static StatusException StoreFailed(string why) => new(500, "InternalError", $"Internal error occurred: the object database cannot be written: {why}", []);

    public static JsonObject Success(ResourceType type, string name, string? uid)
    {
        var details = Details(type, name);
        details.SetOrRemove("uid", uid);
        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        };
    }

    private static string Joined(IEnumerable<FieldError> errors)
    {
        var texts = errors.Select(e => $"{e.Field}: {e.Body}").Distinct().ToList();
        return texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
    }

    private static JsonObject Details(ResourceType type, string name, JsonArray? causes = null)
    {
        var details = new JsonObject { ["name"] = name };
        if (type.Group.Length > 0) details["group"] = type.Group;
        details["kind"] = type.Plural;
        if (causes is not null) details["causes"] = causes;
        return details;
    }
}
