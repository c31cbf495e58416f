using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Patch;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Verbs;

/// <summary>Turns what a client sent into what is stored: system fields, defaults, validation, generation, field managers.</summary>
internal sealed class Admission(TimeProvider clock, PodAdmission pods)
{
    private static readonly string[] SystemFields =
        ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields"];

    /// <summary>Completes a new object, whose name is known. Returns warnings.</summary>
    public IReadOnlyList<string> Create(ResourceType type, JsonObject body, WriteOptions options)
    {
        var meta = body.Meta();
        var managers = options.IsApply ? meta["managedFields"]?.DeepClone() : null;
        foreach (var field in SystemFields) meta.Remove(field);
        meta.Remove("selfLink");
        meta.Remove("resourceVersion");
        meta["uid"] = Guid.NewGuid().ToString();
        meta["creationTimestamp"] = Metadata.Stamp(clock.GetUtcNow());
        if (type.TracksGeneration) meta["generation"] = 1;
        var warnings = Normalise(type, body, options);
        if (managers is null)
        {
            var tracked = type.HasStatus ? WithoutStatus(body) : body;
            FieldTracking.Track(null, tracked, [], type.Strategy.MergeSchema, Manager(type, options));
            managers = tracked.At("metadata", "managedFields")?.DeepClone();
        }

        type.Strategy.PrepareCreate(body, clock.GetUtcNow());
        if (type == BuiltIns.Pods) pods.Admit(body);
        var errors = new List<FieldError>();
        MetadataRules.Validate(body, type, errors);
        type.Strategy.Validate(body, errors);
        if (errors.Count > 0) throw Errors.Invalid(type, body.Name() ?? "", errors);
        meta.SetOrRemove("managedFields", managers);
        return warnings;
    }

    /// <summary>Completes a change of <paramref name="old"/>. Returns the object to store and warnings.</summary>
    public (JsonObject Body, IReadOnlyList<string> Warnings) Update(ResourceType type, JsonObject old, JsonObject sent, WriteOptions options)
    {
        CheckPreconditions(type, old, sent, options);
        var body = options.Subresource == "status" ? StatusOnly(old, sent) : MainOnly(type, old, sent);
        var meta = body.Meta();
        foreach (var field in SystemFields) meta.SetOrRemove(field, old.At("metadata", field));
        meta["resourceVersion"] = old.ResourceVersion();
        meta.Remove("selfLink");
        type.Strategy.PrepareUpdate(body, old);
        var warnings = Normalise(type, body, options);
        var errors = new List<FieldError>();
        MetadataRules.Validate(body, type, errors);
        MetadataRules.ValidateUpdate(body, old, errors);
        type.Strategy.Validate(body, errors);
        type.Strategy.ValidateUpdate(body, old, errors);
        if (errors.Count > 0) throw Errors.Invalid(type, body.Name() ?? "", errors);
        if (type.TracksGeneration && !JsonNode.DeepEquals(Wanted(type, body), Wanted(type, old))) meta["generation"] = old.Generation() + 1;
        if (options.IsApply) meta.SetOrRemove("managedFields", sent.At("metadata", "managedFields"));
        else FieldTracking.Track(old, body, GivenManagers(old, sent, options), type.Strategy.MergeSchema, Manager(type, options));
        return (body, warnings);
    }

    /// <summary>The field manager of a write, before it has fields.</summary>
    public FieldOwner Manager(ResourceType type, WriteOptions options) => new(
        options.Manager, options.IsApply ? "Apply" : "Update", options.Subresource, type.ApiVersion, Metadata.Stamp(clock.GetUtcNow()), FieldSet.Empty);

    /// <summary>
    /// The managers that an update starts from: those it carries itself, none when it resets them with an empty list or an empty entry, else
    /// those of the object.
    /// </summary>
    private static List<FieldOwner> GivenManagers(JsonObject old, JsonObject sent, WriteOptions options)
    {
        if (options.Subresource.Length > 0 || sent.Child("metadata").Items("managedFields") is not { } given) return FieldOwner.Read(old);
        if (given.Count == 0 || given is [JsonObject { Count: 0 }]) return [];
        var isUsable = given.All(e => e is JsonObject entry && entry["operation"].Text() is "Apply" or "Update"
            && entry["apiVersion"].Text() is { Length: > 0 } && entry["fieldsType"].Text() == "FieldsV1");
        return FieldOwner.Read(isUsable ? sent : old);
    }

    private static JsonObject WithoutStatus(JsonObject body)
    {
        var rest = body.Copy();
        rest.Remove("status");
        return rest;
    }

    private static void CheckPreconditions(ResourceType type, JsonObject old, JsonObject sent, WriteOptions options)
    {
        var name = old.Name() ?? "";
        if (sent.Uid() is { Length: > 0 } uid && uid != old.Uid())
        {
            if (!options.IsPatch) throw Errors.UidMismatch(type, name, uid, old.Uid() ?? "");
            throw Errors.Invalid(type, name, [FieldError.Invalid("metadata.uid", uid, "field is immutable")]);
        }

        if (Metadata.Moment(sent.At("metadata", "creationTimestamp")) is { } created && created != Metadata.Moment(old.At("metadata", "creationTimestamp")))
            throw Errors.Invalid(type, name, [FieldError.Invalid("metadata.creationTimestamp", sent.At("metadata", "creationTimestamp"), "field is immutable")]);
        if (sent.ResourceVersion() is { Length: > 0 } version && version != "0")
        {
            if (version != old.ResourceVersion()) throw Errors.Modified(type, name);
        }
        else if (!options.IsPatch && !type.UnconditionalUpdate)
        {
            const string Body = "Invalid value: 0x0: must be specified for an update";
            throw Errors.Invalid(type, name, [new FieldError("metadata.resourceVersion", "FieldValueInvalid", Body)]);
        }
    }

    private static JsonObject StatusOnly(JsonObject old, JsonObject sent)
    {
        var body = old.Copy();
        body.SetOrRemove("status", sent["status"]);
        return body;
    }

    private static JsonObject MainOnly(ResourceType type, JsonObject old, JsonObject sent)
    {
        var body = sent.Copy();
        if (type.HasStatus) body.SetOrRemove("status", old["status"]);
        return body;
    }

    private static List<string> Normalise(ResourceType type, JsonObject body, WriteOptions options)
    {
        if (options.Faults.Count > 0 && options.Validation == FieldValidation.Strict)
        {
            var why = $"strict decoding error: {string.Join(", ", options.Faults)}";
            throw Errors.Undecodable(type, body, why, options.IsPatch && !options.IsApply);
        }

        type.Strategy.Normalise(body);
        return options.Validation == FieldValidation.Ignore ? [] : options.Faults;
    }

    /// <summary>What <c>metadata.generation</c> counts the changes of.</summary>
    private static JsonObject Wanted(ResourceType type, JsonObject body)
    {
        var wanted = body.Copy();
        wanted.Remove("metadata");
        if (type.HasStatus) wanted.Remove("status");
        return wanted;
    }
}
