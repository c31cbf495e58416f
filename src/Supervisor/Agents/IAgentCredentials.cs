using System.Security.Cryptography.X509Certificates;

namespace LustreSupervisor.Supervisor.Agents;

/// <summary>
/// What the supervisor shows to agents that listen on TCP, and by what it knows them. Read anew at every dial, so that a renewed certificate
/// is in use at once.
/// </summary>
public interface IAgentCredentials
{
    /// <summary>
    /// The supervisor's own certificate with its private key: extended key usage <c>clientAuth</c>, DNS name <c>lustre-supervisor</c>.
    /// </summary>
    X509Certificate2 Client { get; }

    /// <summary>
    /// The authority that issued the certificates of agents (DNS name <c>lustre-agent.NAMESPACE</c>, <c>serverAuth</c>); no other is trusted.
    /// </summary>
    X509Certificate2 Authority { get; }
}
