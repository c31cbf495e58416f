using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LustreSupervisor.Supervisor.Agents.Certificates;

/// <summary>The authority below which supervisor and agents trust each other; it renews what it has issued.</summary>
public sealed class AgentAuthority : IAgentCredentials, IDisposable
{
    private readonly Lock _gate = new();
    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _time;
    private X509Certificate2? _client;

    private AgentAuthority(X509Certificate2 authority, TimeProvider time)
    {
        (_authority, _time) = (authority, time);
        Authority = X509CertificateLoader.LoadCertificate(authority.RawData);
    }

    /// <inheritdoc/>
    public X509Certificate2 Authority { get; }

    /// <inheritdoc/>
    public X509Certificate2 Client
    {
        get
        {
            lock (_gate)
            {
                // The one before is not disposed: a connection may still use it.
                if (_client is null || NeedsRenewal(_client, _time.GetUtcNow()))
                    _client = CertificateIssuer.ForSupervisor(_authority, _time.GetUtcNow());
                return _client;
            }
        }
    }

    /// <summary>A new authority.</summary>
    /// <param name="time">Clock.</param>
    public static AgentAuthority Create(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new(CertificateIssuer.NewAuthority(time.GetUtcNow()), time);
    }

    /// <summary>The authority that was stored as PEM.</summary>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="key">Its key, PKCS#8.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="CryptographicException">The two are unreadable, or do not belong together.</exception>
    public static AgentAuthority FromPem(string certificate, string key, TimeProvider time) =>
        new(X509Certificate2.CreateFromPem(certificate, key), time);

    /// <summary>The authority as PEM, to be stored: certificate and key.</summary>
    public (string Certificate, string Key) ToPem() => Pem(_authority);

    /// <summary>A fresh certificate for the agents in a namespace, as PEM: certificate and key.</summary>
    /// <param name="space">Namespace.</param>
    public (string Certificate, string Key) IssueForAgents(string space)
    {
        using var issued = CertificateIssuer.ForAgents(_authority, space, _time.GetUtcNow());
        return Pem(issued);
    }

    /// <summary>Whether agents can go on with what is stored: it is ours, whole, for them, and far from its end.</summary>
    /// <param name="space">Their namespace.</param>
    /// <param name="authority">PEM of the authority, as stored.</param>
    /// <param name="certificate">PEM, as stored.</param>
    /// <param name="key">PEM of its key, as stored.</param>
    public bool IsGoodForAgents(string space, string authority, string certificate, string key)
    {
        try
        {
            using var trusted = X509Certificate2.CreateFromPem(authority);
            if (trusted.Thumbprint != Authority.Thumbprint)
                return false;
            using var stored = X509Certificate2.CreateFromPem(certificate, key);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(Authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
            return chain.Build(stored) && !NeedsRenewal(stored, _time.GetUtcNow()) && stored.MatchesHostname(CertificateNames.AgentIn(space));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        Authority.Dispose();
        lock (_gate)
            _client?.Dispose();
    }

    private static bool NeedsRenewal(X509Certificate2 certificate, DateTimeOffset now) =>
        certificate.NotAfter.ToUniversalTime() - now.UtcDateTime < CertificateNames.RenewBelow;

    private static (string Certificate, string Key) Pem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new CryptographicException("the certificate has no ECDSA key");
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
