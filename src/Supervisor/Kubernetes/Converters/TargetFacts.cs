using System.Text.Json;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>A LustreTarget of the API as a fact: what people wrote on it. The rest of it this program wrote itself.</summary>
internal static class TargetFacts
{
    /// <summary>Converts.</summary>
    public static TargetFact From(JsonElement item) =>
        new($"{item.Text("metadata", "namespace")}~{item.Text("metadata", "name")}", HandsOffOf(item));

    /// <summary>Why nobody may touch what the object stands for; empty when it is not annotated.</summary>
    public static string HandsOffOf(JsonElement item) => HandsOff.Reason(
        item.At("metadata", "annotations", HandsOff.Annotation) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null);
}
