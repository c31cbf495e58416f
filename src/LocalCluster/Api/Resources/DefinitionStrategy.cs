using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>
/// CustomResourceDefinitions. They are Established from the answer to their creation on: the kinds they define are served
/// before the answer is sent, so that the real server's short wait between the two does not exist here.
/// </summary>
internal sealed class DefinitionStrategy : TypedStrategy<V1CustomResourceDefinition>
{
    /// <summary>Holds a definition until its objects are gone.</summary>
    internal const string CleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        var names = body.Ensure("spec").Ensure("names");
        var kind = names["kind"].Text() ?? "";
        names["singular"] ??= kind.ToLowerInvariant();
        names["listKind"] ??= kind + "List";
        body.Ensure("spec")["conversion"] ??= new JsonObject { ["strategy"] = "None" };
    }

    /// <inheritdoc/>
    public override void PrepareCreate(JsonObject body, DateTimeOffset now)
    {
        AddFinalizer(body);
        var time = Metadata.Stamp(now);
        body["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(
                Condition("NamesAccepted", "NoConflicts", "no conflicts found", time),
                Condition("Established", "InitialNamesAccepted", "the initial names have been accepted", time)),
            ["storedVersions"] = new JsonArray(),
        };
        AcceptNames(body);
    }

    /// <inheritdoc/>
    public override void PrepareUpdate(JsonObject body, JsonObject old)
    {
        if (!old.IsDeleting()) AddFinalizer(body);
        AcceptNames(body);
    }

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var spec = body.Child("spec") ?? [];
        var group = spec["group"].Text() ?? "";
        var plural = spec.TextAt("names", "plural") ?? "";
        if (group.Length == 0) errors.Add(FieldError.Required("spec.group"));
        else if (!Names.IsSubdomain(group) || !group.Contains('.'))
            errors.Add(FieldError.Invalid("spec.group", group, "should be a domain with at least one dot"));
        if (plural.Length == 0) errors.Add(FieldError.Required("spec.names.plural"));
        if (string.IsNullOrEmpty(spec.TextAt("names", "kind"))) errors.Add(FieldError.Required("spec.names.kind"));
        if (body.Name() != $"{plural}.{group}")
            errors.Add(FieldError.Invalid("metadata.name", body.Name(), "must be spec.names.plural+\".\"+spec.group"));
        if (spec["scope"].Text() is not ("Namespaced" or "Cluster"))
            errors.Add(FieldError.NotSupported("spec.scope", spec["scope"], ["Cluster", "Namespaced"]));
        ValidateVersions(spec, errors);
    }

    private static void ValidateVersions(JsonObject spec, ICollection<FieldError> errors)
    {
        var versions = spec.Objects("versions").ToList();
        if (versions.Count(v => v["storage"].Flag() == true) != 1)
            errors.Add(FieldError.Invalid("spec.versions", spec["versions"], "must have exactly one version marked as storage version"));
        for (var i = 0; i < versions.Count; i++)
        {
            var at = $"spec.versions[{i}]";
            if (!Names.IsLabel(versions[i]["name"].Text() ?? "")) errors.Add(FieldError.Invalid($"{at}.name", versions[i]["name"], Names.LabelRule));
            if (versions[i].Child("schema").Child("openAPIV3Schema") is { } schema)
            {
                SchemaCompiler.Compile(schema, $"{at}.schema.openAPIV3Schema", errors);
                StructuralRules.Check(new Spot(schema, $"{at}.schema.openAPIV3Schema", errors));
            }
            else errors.Add(FieldError.Required($"{at}.schema.openAPIV3Schema", "schemas are required"));
        }
    }

    private static void AcceptNames(JsonObject body)
    {
        var status = body.Ensure("status");
        status.SetOrRemove("acceptedNames", body.At("spec", "names"));
        if (status["storedVersions"] is not JsonArray stored) status["storedVersions"] = stored = [];
        var current = body.Child("spec").Objects("versions").FirstOrDefault(v => v["storage"].Flag() == true)?["name"].Text();
        if (current is not null && !stored.Any(v => v.Text() == current)) stored.Add(current);
    }

    private static void AddFinalizer(JsonObject body)
    {
        var meta = body.Meta();
        if (meta["finalizers"] is not JsonArray finalizers) meta["finalizers"] = finalizers = [];
        if (!finalizers.Any(f => f.Text() == CleanupFinalizer)) finalizers.Add(CleanupFinalizer);
    }

    private static JsonObject Condition(string type, string reason, string message, string time) => new()
    {
        ["lastTransitionTime"] = time,
        ["message"] = message,
        ["reason"] = reason,
        ["status"] = "True",
        ["type"] = type,
    };
}
