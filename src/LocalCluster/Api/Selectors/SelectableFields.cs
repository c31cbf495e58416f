using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Selectors;

/// <summary>
/// The fields that a <c>fieldSelector</c> may name, per kind, as the real server registers them (<c>AddFieldLabelConversionFunc</c>).
/// Every kind has <c>metadata.name</c> and <c>metadata.namespace</c>.
/// </summary>
internal static class SelectableFields
{
    private const string Involved = "involvedObject.";

    private static readonly Dictionary<ResourceName, string[]> Named = new()
    {
        [new("", "pods")] =
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase",
            "status.podIP", "status.podIPs", "status.nominatedNodeName",
        ],
        [new("", "nodes")] = ["spec.unschedulable"],
        [new("", "namespaces")] = ["status.phase"],
        [new("", "secrets")] = ["type"],
        [new("", "services")] = ["spec.clusterIP", "spec.type"],
        [new("apps", "replicasets")] = ["status.replicas"],
        [new("", "events")] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
    };

    /// <summary>The fields of <c>events.k8s.io</c> under the names by which they are stored.</summary>
    private static readonly Dictionary<string, string> EventNames = Named[new("", "events")].Where(f => f.StartsWith(Involved, StringComparison.Ordinal))
        .ToDictionary(f => f.Replace(Involved, "regarding.", StringComparison.Ordinal))
        .Append(KeyValuePair.Create("reportingController", "reportingComponent")).ToDictionary();

    private static readonly Dictionary<string, string> None = [];

    /// <summary>The field under the name by which objects of the kind are stored.</summary>
    /// <exception cref="FormatException">The kind does not offer it.</exception>
    public static string Canonical(ResourceType type, string field)
    {
        if (field is "metadata.name" or "metadata.namespace") return field;
        if (type.IsCustom) return type.SelectableFields.Contains(field) ? field : throw new FormatException($"field label not supported: {field}");
        if (!Named.TryGetValue(type.Storage, out var fields))
            throw new FormatException($"{JsonText.ToText(field)} is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        var stored = type.StoredAs is null ? field : EventNames.GetValueOrDefault(field, field);
        return fields.Contains(stored) ? stored : throw new FormatException($"field label not supported: {field}");
    }

    public static IReadOnlyDictionary<string, string> Read(ResourceName resource, JsonObject body) =>
        Named.TryGetValue(resource, out var fields) ? fields.ToDictionary(f => f, f => Read(body, f)) : None;

    /// <summary>A value as selectors compare it.</summary>
    public static string TextOf(JsonNode? node) => node is null ? "" : node.Text() ?? JsonText.ToText(node);

    private static string Read(JsonObject body, string field) => field switch
    {
        "source" => body.TextAt("source", "component") is { Length: > 0 } component ? component : body["reportingComponent"].Text() ?? "",
        "spec.unschedulable" or "spec.hostNetwork" => body.At(field.Split('.')).Flag() == true ? "true" : "false",
        "status.podIPs" => string.Join(',', body.Child("status").Objects("podIPs").Select(p => p["ip"].Text())),
        "status.replicas" => body.At("status", "replicas").Whole() is { } replicas ? $"{replicas}" : "0",
        _ => body.TextAt(field.Split('.')) ?? "",
    };
}
