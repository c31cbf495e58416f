using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>The rules for <c>metadata</c> of every kind (<c>pkg/api/validation/objectmeta.go</c>).</summary>
internal static class MetadataRules
{
    /// <summary>All annotations of an object together, bytes.</summary>
    internal const int AnnotationBytesMax = 256 * 1024;

    private static readonly string[] OwnerFields = ["apiVersion", "kind", "name", "uid"];

    public static void Validate(JsonObject body, ResourceType type, ICollection<FieldError> errors)
    {
        var name = body.Name() ?? "";
        var isLabel = type is { Group: "", Plural: "namespaces" };
        if (name.Length == 0) errors.Add(FieldError.Required("metadata.name", "name or generateName is required"));
        else if (type.Group == ServedKinds.Roles.Group)
        {
            if (Names.PathSegmentFault(name) is { } fault) errors.Add(FieldError.Invalid("metadata.name", name, fault));
        }
        else if (isLabel && !Names.IsLabel(name)) errors.Add(FieldError.Invalid("metadata.name", name, Names.LabelRule));
        else if (!Names.IsSubdomain(name)) errors.Add(FieldError.Invalid("metadata.name", name, Names.SubdomainRule));
        foreach (var (key, value) in body.At("metadata", "labels") as JsonObject ?? [])
        {
            if (!Names.IsQualified(key)) errors.Add(FieldError.Invalid("metadata.labels", key, Names.QualifiedNameRule));
            if (!Names.IsLabelValue(value.Text() ?? "")) errors.Add(FieldError.Invalid("metadata.labels", value, Names.LabelValueRule));
        }

        ValidateAnnotations(body, errors);
        ValidateOwners(body, errors);
    }

    /// <summary>A deleted object may lose finalizers, never gain one.</summary>
    public static void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors)
    {
        if (!old.IsDeleting()) return;
        var before = Finalizers(old);
        var added = Finalizers(body).Where(f => !before.Contains(f)).ToList();
        if (added.Count == 0) return;
        var found = string.Join(", ", added.Select(f => $"\"{f}\""));
        errors.Add(FieldError.Forbidden("metadata.finalizers",
            $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{found}}}"));
    }

    private static void ValidateAnnotations(JsonObject body, ICollection<FieldError> errors)
    {
        long size = 0;
        foreach (var (key, value) in body.At("metadata", "annotations") as JsonObject ?? [])
        {
            if (!Names.IsQualified(key.ToLowerInvariant())) errors.Add(FieldError.Invalid("metadata.annotations", key, Names.QualifiedNameRule));
            size += key.Length + (value.Text()?.Length ?? 0);
        }

        if (size > AnnotationBytesMax) errors.Add(FieldError.TooLong("metadata.annotations", AnnotationBytesMax));
    }

    private static void ValidateOwners(JsonObject body, ICollection<FieldError> errors)
    {
        var index = 0;
        foreach (var owner in body.Child("metadata").Objects("ownerReferences"))
        {
            foreach (var field in OwnerFields)
                if (string.IsNullOrEmpty(owner[field].Text()))
                    errors.Add(FieldError.Invalid($"metadata.ownerReferences[{index}].{field}", "", $"{field} must not be empty"));
            index++;
        }
    }

    private static List<string> Finalizers(JsonObject body) =>
        [.. body.Child("metadata").Items("finalizers")?.Select(f => f.Text() ?? "") ?? []];
}
