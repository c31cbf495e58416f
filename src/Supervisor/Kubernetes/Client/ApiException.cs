using System.Net;

namespace LustreSupervisor.Supervisor.Kubernetes.Client;

/// <summary>The API server answered, and the answer was no (4xx other than 401, 408 and 429).</summary>
/// <param name="status">HTTP status.</param>
/// <param name="reason">Machine-readable reason of the <c>Status</c> object, such as <c>AlreadyExists</c>; empty without one.</param>
/// <param name="message">The server's message.</param>
public sealed class ApiException(HttpStatusCode status, string reason, string message) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>Machine-readable reason; empty without one.</summary>
    public string Reason { get; } = reason;
}
