using System.Net;
using System.Net.Sockets;
using LustreSupervisor.Contract;
using LustreSupervisor.Supervisor.Agents.Certificates;

namespace LustreSupervisor.Supervisor.Agents;

/// <summary>Where an agent listens: a UNIX socket on this machine, or TCP with mutual TLS.</summary>
/// <param name="Socket">The socket's address.</param>
/// <param name="Name">Name that the agent's certificate must bear; null on a UNIX socket, where nobody else can be.</param>
internal sealed record AgentAddress(EndPoint Socket, string? Name)
{
    private const string Unix = "unix:";

    /// <summary>Reads <c>unix:/PATH</c>, <c>https://ADDRESS:PORT/NAMESPACE</c>, or <c>https://ADDRESS:PORT/</c> of a node agent.</summary>
    /// <param name="endpoint">From the pod, or from the node.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static AgentAddress Parse(string endpoint)
    {
        if (endpoint.StartsWith(Unix + "/", StringComparison.Ordinal))
            return new AgentAddress(new UnixDomainSocketEndPoint(endpoint[Unix.Length..]), null);
        if (Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && !uri.IsDefaultPort
            && IPAddress.TryParse(uri.DnsSafeHost, out var address) && uri.Segments.Length <= 2)
            return new AgentAddress(new IPEndPoint(address, uri.Port), uri.Segments is [_, var space] ? CertificateNames.AgentIn(space) : CertificateNames.NodeAgent);
        throw new ArgumentException($"agent endpoint '{endpoint}' is neither unix:/PATH nor https://ADDRESS:PORT/NAMESPACE", nameof(endpoint));
    }

    /// <summary>Connects.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public Task<Socket> ConnectAsync(CancellationToken cancellationToken) => AgentSocket.ConnectAsync(Socket, cancellationToken);
}
