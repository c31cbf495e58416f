using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>A LustreFilesystem of the API as a fact.</summary>
internal static class FilesystemFacts
{
    /// <summary>Converts, defaults filled in; the core judges the spec by its rules.</summary>
    public static FilesystemFact From(JsonElement item) => new(
        item.Text("metadata", "namespace"),
        item.Text("metadata", "name"),
        item.Text("metadata", "uid"),
        item.Number("metadata", "generation"),
        FilesystemSpecReader.Read(
            item.At("spec") is { ValueKind: JsonValueKind.Object } spec ? JsonObject.Create(spec)! : []))
    {
        HandsOff = TargetFacts.HandsOffOf(item),
    };
}
