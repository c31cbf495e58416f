using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace LustreSupervisor.Agent.Tls;

/// <summary>How a node agent dials its peers: TLS 1.3, the certificates of the one authority, and the name of node agents at the other end.</summary>
internal static class PeerTrust
{
    /// <summary>With the certificates of this moment.</summary>
    public static SslClientAuthenticationOptions Options(TlsMaterial material)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(material.Authority);
        return new SslClientAuthenticationOptions
        {
            TargetHost = SupervisorTrust.NodeAgentName,
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = policy,
            ClientCertificateContext = material.Own,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        };
    }
}
