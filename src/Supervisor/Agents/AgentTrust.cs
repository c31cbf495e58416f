using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using LustreSupervisor.Supervisor.Agents.Certificates;

namespace LustreSupervisor.Supervisor.Agents;

/// <summary>How the supervisor's side of a TLS connection to an agent is set up.</summary>
internal static class AgentTrust
{
    /// <summary>
    /// TLS 1.3; the agent's certificate must chain to our authority, no other root counts, and bear the agents' name; ours is shown.
    /// </summary>
    /// <param name="credentials">Certificates.</param>
    public static SslClientAuthenticationOptions Options(IAgentCredentials credentials)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(credentials.Authority);
        return new SslClientAuthenticationOptions
        {
            TargetHost = CertificateNames.Agent,
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = policy,
            ClientCertificateContext = SslStreamCertificateContext.Create(credentials.Client, null, offline: true),
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        };
    }
}
