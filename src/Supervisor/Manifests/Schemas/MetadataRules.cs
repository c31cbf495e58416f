using System.Text.RegularExpressions;
using LustreSupervisor.Supervisor.Manifests.Yaml;

namespace LustreSupervisor.Supervisor.Manifests.Schemas;

/// <summary>Rules of <c>metadata</c> (Kubernetes ObjectMeta), which no schema of a custom resource describes.</summary>
internal static partial class MetadataRules
{
    /// <summary>Longest name of a file system: its servers are named NAME-ost0000 and must fit a 63-character label.</summary>
    public const int FilesystemNameMax = 40;

    /// <summary>Longest DNS label.</summary>
    private const int LabelMax = 63;

    /// <summary>Fields that people write.</summary>
    private static readonly string[] Written = ["name", "namespace", "labels", "annotations", "finalizers"];

    /// <summary>Fields that only the server writes; they come along when the output of a get is applied.</summary>
    public static readonly string[] ServerWritten =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "ownerReferences"];

    /// <summary>Checks.</summary>
    public static IEnumerable<SchemaFault> Check(ManifestNode.Map document, bool isNamespaced)
    {
        if (document["metadata"] is not ManifestNode.Map metadata)
            return [Unreadable(document.Line, "metadata", document["metadata"] is null ? "is missing; name the object" : "must be an object")];
        var faults = new List<SchemaFault>();
        foreach (var field in metadata.Fields)
            if (!Written.Contains(field.Name) && !ServerWritten.Contains(field.Name))
                faults.Add(new SchemaFault(
                    SchemaFaultKind.Unknown, field.Line, $"metadata.{field.Name}", $"unknown field{Spelling.Hint(field.Name, Written)}"));
        faults.AddRange(Name(metadata, "name", isNamespaced ? FilesystemNameMax : LabelMax, isRequired: true));
        if (isNamespaced)
            faults.AddRange(Name(metadata, "namespace", LabelMax, isRequired: false));
        else if (metadata["namespace"] is { } misplaced)
            faults.Add(new SchemaFault(SchemaFaultKind.Unknown, misplaced.Line, "metadata.namespace", "a Namespace has none; remove it"));
        return faults.Concat(Texts(metadata, "labels")).Concat(Texts(metadata, "annotations"));
    }

    private static IEnumerable<SchemaFault> Name(ManifestNode.Map metadata, string field, int max, bool isRequired)
    {
        var path = $"metadata.{field}";
        switch (metadata[field])
        {
            case null when isRequired:
                yield return Unreadable(metadata.Line, path, "is missing");
                break;
            case null:
                break;
            case ManifestNode.Scalar { Value: string name } scalar:
                if (name.Length > max || !DnsLabel().IsMatch(name))
                    yield return new SchemaFault(
                        SchemaFaultKind.Bounds,
                        scalar.Line,
                        path,
                        $"\"{name}\" is no name here; use 1 to {max} of a-z 0-9 -, beginning and ending with a letter or digit");
                break;
            case { } other:
                yield return Unreadable(other.Line, path, $"is {other.Noun}, but must be a text; put it in quotes");
                break;
        }
    }

    private static IEnumerable<SchemaFault> Texts(ManifestNode.Map metadata, string field) => metadata[field] switch
    {
        null => [],
        ManifestNode.Map map => map.Fields
            .Where(entry => entry.Value is not ManifestNode.Scalar { Value: string })
            .Select(entry => Unreadable(
                entry.Line, $"metadata.{field}.{entry.Name}", $"is {entry.Value.Noun}, but must be a text; put it in quotes")),
        { } other => [Unreadable(other.Line, $"metadata.{field}", "must be an object")],
    };

    private static SchemaFault Unreadable(int line, string path, string reason) => new(SchemaFaultKind.Unreadable, line, path, reason);

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DnsLabel();
}
