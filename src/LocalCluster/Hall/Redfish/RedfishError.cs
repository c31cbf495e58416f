using System.Text.Json.Serialization;

namespace LustreSupervisor.LocalCluster.Hall.Redfish;

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
