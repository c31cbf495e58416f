using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Selectors;

/// <summary>
/// The fields that a <c>fieldSelector</c> may name, per kind, as the real server registers them (<c>AddFieldLabelConversionFunc</c>).
/// Every kind has <c>metadata.name</c> and <c>metadata.namespace</c>.
/// </summary>
internal static class SelectableFields
{
    private static readonly ResourceName Pods = new("", "pods"), Nodes = new("", "nodes"), Namespaces = new("", "namespaces"),
        Secrets = new("", "secrets"), Events = new("", "events");

    private static readonly Dictionary<ResourceName, string[]> Named = new()
    {
        [Pods] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP"],
        [Nodes] = ["spec.unschedulable"],
        [Namespaces] = ["status.phase"],
        [Secrets] = ["type"],
        [Events] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
    };

    private static readonly Dictionary<string, string> None = [];

    public static bool Supports(ResourceName resource, string field) =>
        field is "metadata.name" or "metadata.namespace" || (Named.TryGetValue(resource, out var fields) && fields.Contains(field));

    public static IReadOnlyDictionary<string, string> Read(ResourceName resource, JsonObject body) =>
        Named.TryGetValue(resource, out var fields) ? fields.ToDictionary(f => f, f => Read(body, f)) : None;

    private static string Read(JsonObject body, string field) => field switch
    {
        "source" => body.TextAt("source", "component") ?? "",
        "spec.unschedulable" => body.At("spec", "unschedulable").Flag() == true ? "true" : "false",
        _ => body.TextAt(field.Split('.')) ?? "",
    };
}
