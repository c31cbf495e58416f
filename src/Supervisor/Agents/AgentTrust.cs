using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace LustreSupervisor.Supervisor.Agents;

/// <summary>How the supervisor's side of a TLS connection to an agent is set up.</summary>
internal static class AgentTrust
{
    /// <summary>
    /// TLS 1.3; the agent's certificate must chain to our authority, no other root counts, and bear the agents' name; ours is shown.
    /// </summary>
    /// <param name="credentials">Certificates.</param>
    /// <param name="name">Name that the agent's certificate must bear.</param>
    public static SslClientAuthenticationOptions Options(IAgentCredentials credentials, string name)
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
            TargetHost = name,
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = policy,
            ClientCertificateContext = SslStreamCertificateContext.Create(credentials.Client, null, offline: true),
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        };
    }
}
