using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LustreSupervisor.Agent.Tls;

/// <summary>Who may call an agent over TCP: the supervisor, and a node agent its peers too. Everybody else is refused in the handshake.</summary>
internal static class SupervisorTrust
{
    /// <summary>DNS name in the supervisor's certificate.</summary>
    public const string SupervisorName = "lustre-supervisor";

    /// <summary>DNS name in the certificate of node agents.</summary>
    public const string NodeAgentName = "lustre-node-agent";

    /// <summary><c>id-kp-clientAuth</c> (RFC 5280, 4.2.1.12).</summary>
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>
    /// TLS 1.3 with the certificates of this moment. No session is resumed: each connection proves anew who calls.
    /// </summary>
    /// <param name="material">Certificates of this moment.</param>
    /// <param name="callers">DNS names that are let in.</param>
    public static SslServerAuthenticationOptions Options(TlsMaterial material, params string[] callers) => new()
    {
        ServerCertificateContext = material.Own,
        EnabledSslProtocols = SslProtocols.Tls13,
        ClientCertificateRequired = true,
        AllowTlsResume = false,
        AllowRenegotiation = false,
        ApplicationProtocols = [SslApplicationProtocol.Http2],
        CertificateChainPolicy = Policy(material.Authority),
        RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            certificate is X509Certificate2 shown && IsCaller(shown, material.Authority, errors, callers),
    };

    /// <summary>True for a certificate of our authority that says both what its holder may do and who it is.</summary>
    public static bool IsCaller(X509Certificate2 shown, X509Certificate2 authority, SslPolicyErrors errors, params string[] callers)
    {
        if ((errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) != SslPolicyErrors.None)
            return false;
        using var chain = new X509Chain { ChainPolicy = Policy(authority) };
        return chain.Build(shown) && MayBeClient(shown) && callers.Any(name => Names(shown, name));
    }

    /// <summary>True for a certificate that bears this very DNS name.</summary>
    public static bool Names(X509Certificate2 shown, string name) => shown.MatchesHostname(name, allowWildcards: false, allowCommonName: false);

    private static X509ChainPolicy Policy(X509Certificate2 authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(authority);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return policy;
    }

    /// <summary>A certificate without any extended key usage is good for everything; ours say what they are for.</summary>
    private static bool MayBeClient(X509Certificate2 shown) => shown.Extensions.OfType<X509EnhancedKeyUsageExtension>()
        .Any(e => e.EnhancedKeyUsages.Cast<Oid>().Any(o => o.Value == ClientAuthentication));
}
