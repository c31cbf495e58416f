using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Patch;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Verbs;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Patch, in its four forms. The patch is applied to the current object, again if another writer is faster.</summary>
internal sealed class PatchEndpoint(ObjectWriter writer, Admission admission)
{
    private const string Accepted =
        "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml";

    private const string AcceptedForCustom = "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";

    public async Task PatchAsync(ApiRequest request)
    {
        var type = request.Type;
        var form = RequestBody.MediaType(request);
        if (!Accepted.Split(", ").Contains(form) || (type.IsCustom && form.Contains("strategic", StringComparison.Ordinal)))
            throw Errors.UnsupportedMediaType(type.IsCustom ? AcceptedForCustom : Accepted);
        var isApply = form.StartsWith("application/apply", StringComparison.Ordinal);
        var options = QueryOptions.Write(request) with { IsPatch = true, IsApply = isApply };
        if (!isApply && request.Query("force").Length > 0) throw Refuse("force", "Forbidden: may not be specified for non-apply patch");
        if (isApply && request.Query("fieldManager").Length == 0) throw Refuse("fieldManager", "Required value: is required for apply patch");

        var bytes = await BodyReader.ReadAsync(request.Context.Request, request.Aborted);
        var patch = RequestBody.Parse(bytes, isApply, []);
        Func<JsonObject?, JsonObject> change = isApply
            ? live => Apply(type, live, patch, options)
            : current => Change(type, form, current!, patch);
        await WriteEndpoint.ReplyAsync(request, writer.Update(type, request.Namespace, request.Name!, change, options, isApply));
    }

    private static JsonObject Change(ResourceType type, string form, JsonObject current, JsonNode? patch)
    {
        try
        {
            switch (form)
            {
                case "application/json-patch+json":
                    var steps = patch as JsonArray ?? throw new FormatException("a JSON patch must be a list of operations");
                    if (steps.Count > JsonPatch.OperationsMax)
                        throw Errors.TooLarge($"The allowed maximum operations in a JSON patch is {JsonPatch.OperationsMax}, got {steps.Count}");
                    return JsonPatch.Apply(current, steps);
                case "application/merge-patch+json":
                    MergePatch.Apply(current, patch as JsonObject ?? throw new FormatException("a merge patch must be an object"));
                    return current;
                default:
                    var strategic = patch as JsonObject ?? throw new FormatException("a strategic merge patch must be an object");
                    StrategicMergePatch.Apply(current, strategic, type.Strategy.MergeSchema);
                    return current;
            }
        }
        catch (FormatException e)
        {
            throw Errors.BadRequest(form.Contains("strategic", StringComparison.Ordinal) ? e.Message : $"error decoding patch: {e.Message}");
        }
        catch (PatchException)
        {
            throw Errors.UnfitPatch();
        }
    }

    private JsonObject Apply(ResourceType type, JsonObject? live, JsonNode? body, WriteOptions options)
    {
        if (body is not JsonObject given) throw Errors.BadRequest("the body of an apply must be an object");
        var applied = Intent(type, given.Copy(), options);
        if (AppliedFields.Faults(applied, type.Strategy.MergeSchema) is { Count: > 0 } faults) throw Untypable(type, applied, faults);
        try
        {
            return ServerSideApply.Apply(live, applied, type.Strategy.MergeSchema, admission.Manager(type, options), options.Force);
        }
        catch (ApplyConflictException e)
        {
            throw Conflict(e);
        }
    }

    /// <summary>The part of an applied object that the addressed resource takes.</summary>
    private static JsonObject Intent(ResourceType type, JsonObject applied, WriteOptions options)
    {
        if (applied["apiVersion"].Text() != type.ApiVersion || applied["kind"].Text() != type.Kind)
            throw Errors.BadRequest($"an apply must carry apiVersion: {type.ApiVersion} and kind: {type.Kind}");
        if (applied["metadata"] is not (null or JsonObject)) throw Errors.BadRequest("metadata must be an object");
        if (applied.At("metadata", "managedFields") is not null) throw Errors.BadRequest("metadata.managedFields must be nil");
        if (options.Subresource == "status")
        {
            foreach (var name in applied.Select(p => p.Key).Except(["apiVersion", "kind", "metadata", "status"]).ToList()) applied.Remove(name);
            var meta = applied.Meta();
            foreach (var name in meta.Select(p => p.Key).Except(["name", "namespace", "uid", "resourceVersion"]).ToList()) meta.Remove(name);
        }
        else if (type.HasStatus)
        {
            applied.Remove("status");
        }

        return applied;
    }

    /// <summary>The real server has no reason for this error either.</summary>
    private static StatusException Untypable(ResourceType type, JsonObject applied, IReadOnlyList<string> faults)
    {
        var what = $"{applied.TextAt("metadata", "namespace")}/{applied.Name()}; {type.Group}/{type.Version}, Kind={type.Kind}";
        var why = faults.Count == 1 ? faults[0] : $"errors:\n  {string.Join("\n  ", faults)}";
        return new StatusException(500, "", $"failed to create typed patch object ({what}): {why}", []);
    }

    private static StatusException Conflict(ApplyConflictException e)
    {
        var causes = new JsonArray([.. e.Conflicts.Select(c => (JsonNode)new JsonObject
        {
            ["reason"] = "FieldManagerConflict", ["message"] = $"conflict with {c.Manager}", ["field"] = c.Path,
        })]);
        return new StatusException(409, "Conflict", e.Message, new JsonObject { ["causes"] = causes });
    }

    private static StatusException Refuse(string field, string why) =>
        new(422, "Invalid", $"PatchOptions.meta.k8s.io \"\" is invalid: {field}: {why}");
}
