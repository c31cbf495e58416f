using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LustreSupervisor.Supervisor.Agents.Certificates;

/// <summary>Makes the authority and signs with it. ECDSA P-256 throughout: small, and in every TLS 1.3 library.</summary>
internal static class CertificateIssuer
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    /// <summary>Bytes of a serial number: as random as a UUID (RFC 5280, 4.1.2.2, allows 20).</summary>
    private const int SerialBytes = 16;

    /// <summary>A new authority, which can sign leaves and nothing else.</summary>
    /// <param name="now">Its beginning.</param>
    public static X509Certificate2 NewAuthority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={CertificateNames.Authority}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now - CertificateNames.Backdated, now + CertificateNames.AuthorityLife);
    }

    /// <summary>The supervisor's certificate.</summary>
    /// <param name="authority">The authority with its key.</param>
    /// <param name="now">Its beginning.</param>
    public static X509Certificate2 ForSupervisor(X509Certificate2 authority, DateTimeOffset now) =>
        Issue(authority, CertificateNames.Supervisor, ClientAuth, now);

    /// <summary>The certificate of the agents in a namespace.</summary>
    /// <param name="authority">The authority with its key.</param>
    /// <param name="space">Namespace.</param>
    /// <param name="now">Its beginning.</param>
    public static X509Certificate2 ForAgents(X509Certificate2 authority, string space, DateTimeOffset now) =>
        Issue(authority, CertificateNames.AgentIn(space), ServerAuth, now);

    private static X509Certificate2 Issue(X509Certificate2 authority, string name, string usage, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using var signed = request.Create(
            authority, now - CertificateNames.Backdated, now + CertificateNames.LeafLife, RandomNumberGenerator.GetBytes(SerialBytes));
        return signed.CopyWithPrivateKey(key);
    }
}
