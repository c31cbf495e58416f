using System.Text.Json.Serialization;

namespace LustreSupervisor.LocalCluster.Hall.Redfish;

/// <summary>A machine as its controller describes it (Redfish schema ComputerSystem, the part we need).</summary>
internal sealed record ComputerSystem(
    [property: JsonPropertyName("@odata.id")] string ODataId,
    [property: JsonPropertyName("@odata.type")] string ODataType,
    [property: JsonPropertyName("Id")] string Id,
    [property: JsonPropertyName("Name")] string Name,
    [property: JsonPropertyName("UUID")] string Uuid,
    [property: JsonPropertyName("PowerState")] string PowerState);

/// <summary>Body of a reset action.</summary>
internal sealed record ResetRequest([property: JsonPropertyName("ResetType")] string? ResetType);
