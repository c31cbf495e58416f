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

/// <summary>An error as Redfish words it (DSP0266, error responses).</summary>
internal sealed record RedfishError([property: JsonPropertyName("error")] RedfishErrorBody Error)
{
    /// <summary>An error with a registry's message id and text.</summary>
    public static RedfishError Of(string code, string message) => new(new RedfishErrorBody(code, message));
}

/// <summary>Code and text of an error.</summary>
internal sealed record RedfishErrorBody(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message);
