using System.Net;

namespace LustreSupervisor.Supervisor.Management;

/// <summary>Where the management endpoint listens and who may use it.</summary>
public sealed record ManagementOptions
{
    /// <summary>Akka Management's port.</summary>
    public const int DefaultPort = 8558;

    /// <summary>Address to listen on. Without TLS the token must not cross a network: loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port to listen on; 0 for any free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Takes a free port when <see cref="Port"/> is in use, instead of failing.</summary>
    public bool FallBackToFreePort { get; init; }

    /// <summary>File with the bearer token; created, readable by its owner only, when it is absent.</summary>
    public required string TokenFile { get; init; }

    /// <summary>Adds routes that only this installation has; they ask for the token as all others do. Null for none.</summary>
    public Action<IEndpointRouteBuilder>? MoreRoutes { get; init; }
}
