using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Supervisor.Kubernetes.Converters;
using LustreSupervisor.Supervisor.Manifests.Schemas;
using LustreSupervisor.Supervisor.Manifests.Yaml;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Filesystems.Validation;

namespace LustreSupervisor.Supervisor.Manifests;

/// <summary>Reads one document: which kind it is, its faults, its object.</summary>
internal static class DocumentReader
{
    private const string CoreVersion = "v1";
    private const string NamespaceKind = "Namespace";
    private const string DefaultNamespace = "default";

    /// <summary>Nothing of a Namespace but its metadata is ours to declare.</summary>
    private static readonly JsonObject NamespaceSchema = JsonNode.Parse("""
        {"type":"object","properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},
         "spec":{"type":"object","properties":{"finalizers":{"type":"array"}}},
         "status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}
        """)!.AsObject();

    /// <summary>Reads.</summary>
    public static DocumentResult Read(ManifestNode node, string file)
    {
        if (node is not ManifestNode.Map map)
            return DocumentResult.Of(new ManifestFault(
                file, node.Line, "", $"the document is {node.Noun}, but must be an object with apiVersion and kind"));
        var (version, kind) = (TextOf(map, "apiVersion"), TextOf(map, "kind"));
        var isFilesystem = version == ApiNames.ApiVersion && kind == ApiNames.FilesystemKind;
        if (!isFilesystem && (version != CoreVersion || kind != NamespaceKind))
            return DocumentResult.Of(Unwanted(map, file, version, kind));
        var spec = isFilesystem ? SpecOf(map) : null;
        var faults = FaultsOf(map, spec)
            .OrderBy(fault => fault.Line)
            .Select(fault => new ManifestFault(file, fault.Line, fault.Path, fault.Reason))
            .ToList();
        return new DocumentResult(
            faults.Count == 0 ? Document(map, file, version, kind, spec) : null, ClaimOf(map, file, kind, spec), faults);
    }

    private static Claim? ClaimOf(ManifestNode.Map map, string file, string kind, FilesystemSpec? spec)
    {
        if (map["metadata"] is not ManifestNode.Map metadata || TextOf(metadata, "name") is not { Length: > 0 } name)
            return null;
        var space = TextOf(metadata, "namespace") is { Length: > 0 } given ? given : DefaultNamespace;
        return new Claim(file, map.Line, spec is null ? $"{kind} {name}" : $"{kind} {space}/{name}", spec?.FsName ?? "");
    }

    private static ManifestFault Unwanted(ManifestNode.Map map, string file, string version, string kind)
    {
        var wanted = $"a manifest holds {ApiNames.ApiVersion} {ApiNames.FilesystemKind} and {CoreVersion} {NamespaceKind} only";
        var (path, what) = (version, kind) switch
        {
            ("", _) => ("apiVersion", "is missing"),
            (_, "") => ("kind", "is missing"),
            (_, ApiNames.FilesystemKind or NamespaceKind) => ("apiVersion", $"\"{version}\" is not a version of {kind}"),
            _ => ("kind", $"\"{version} {kind}\" is not taken"),
        };
        return new ManifestFault(file, FieldPath.LineOf(map, path), path, $"{what}; {wanted}");
    }

    private static List<SchemaFault> FaultsOf(ManifestNode.Map map, FilesystemSpec? spec)
    {
        var faults = MetadataRules.Check(map, spec is not null).ToList();
        var schema = SchemaChecker.Check(map, spec is null ? NamespaceSchema : CrdSchemas.Filesystem, "")
            .Where(fault => !FieldPath.IsWithin(fault.Path, "metadata"))
            .ToList();
        var rules = spec is null
            ? []
            : SpecRules.Validate(spec)
                .Where(rule => !schema.Exists(fault => Covers(fault, rule.Path)))
                .Select(rule => new SchemaFault(SchemaFaultKind.Bounds, FieldPath.LineOf(map, rule.Path), rule.Path, rule.Reason))
                .ToList();

        // Where a rule and the schema speak of one field, the rule knows what Lustre needs.
        faults.AddRange(schema.Where(fault => fault.Kind != SchemaFaultKind.Bounds || !rules.Exists(rule => rule.Path == fault.Path)));
        faults.AddRange(rules);
        return faults;
    }

    // A value that cannot be read fails the rules about it, and about what holds it, for no reason of its own.
    private static bool Covers(SchemaFault fault, string path) =>
        fault.Kind == SchemaFaultKind.Unreadable && (FieldPath.IsWithin(path, fault.Path) || FieldPath.IsWithin(fault.Path, path));

    private static FilesystemSpec SpecOf(ManifestNode.Map map) =>
        FilesystemSpecReader.Read(map["spec"] is ManifestNode.Map spec ? spec.ToJson().AsObject() : []);

    private static ManifestDocument Document(ManifestNode.Map map, string file, string version, string kind, FilesystemSpec? spec)
    {
        var item = map.ToJson().AsObject();
        var metadata = item["metadata"]!.AsObject();
        item.Remove("status");
        foreach (var field in MetadataRules.ServerWritten)
            metadata.Remove(field);
        if (spec is not null && metadata["namespace"] is null)
            metadata["namespace"] = DefaultNamespace;
        return new ManifestDocument(
            file, map.Line, version, kind, metadata["namespace"]?.GetValue<string>() ?? "", metadata["name"]!.GetValue<string>(), item, spec);
    }

    private static string TextOf(ManifestNode.Map map, string field) => map[field] is ManifestNode.Scalar { Value: string text } ? text : "";
}
