using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>A request that ends with a <c>Status</c> of <c>meta/v1</c> instead of an object.</summary>
internal sealed class StatusException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    /// <summary>The HTTP status code.</summary>
    public int Code { get; } = code;

    /// <summary>The machine-readable reason, one of <c>metav1.StatusReason</c>.</summary>
    public string Reason { get; } = reason;

    /// <summary>The token with which a list may go on all the same, or null.</summary>
    public string? Continue { get; init; }

    /// <summary>When to ask again, seconds; 0 for no advice.</summary>
    public long RetryAfterSeconds => details?["retryAfterSeconds"].Whole() ?? 0;

    /// <summary>The body to answer with. A new one each time, because a JSON node has one parent.</summary>
    public JsonObject ToStatus() => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = Continue is null ? new JsonObject() : new JsonObject { ["continue"] = Continue },
        ["status"] = "Failure",
        ["message"] = Message,
        ["reason"] = Reason,
        ["details"] = details?.DeepClone(),
        ["code"] = Code,
    };
}
