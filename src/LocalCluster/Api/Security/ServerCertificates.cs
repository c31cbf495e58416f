using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Api.Security;

/// <summary>
/// The cluster's own certificate authority (<c>ca.crt</c>, <c>ca.key</c>) and the server certificate for 127.0.0.1 and localhost
/// that it signs (<c>server.crt</c>, <c>server.key</c>): ECDSA P-256, made once for a state directory.
/// </summary>
internal sealed class ServerCertificates : IDisposable
{
    /// <summary>A state directory may be kept for long; a new one is made rather than a certificate renewed.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(3650);

    /// <summary>Allows for clocks that are set back.</summary>
    private static readonly TimeSpan Backdated = TimeSpan.FromDays(1);

    private const int SerialBytes = 16;

    private ServerCertificates(X509Certificate2 authority, X509Certificate2 server)
    {
        Authority = authority;
        Server = server;
    }

    /// <summary>The authority, without its key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>The server's certificate with its key.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>Reads the certificates of a directory; makes them when one is missing or the server's has run out.</summary>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ServerCertificates Open(string directory, TimeProvider clock)
    {
        string File(string name) => Path.Combine(directory, name);
        string[] names = ["ca.crt", "ca.key", "server.crt", "server.key"];
        if (!names.All(n => System.IO.File.Exists(File(n)))) return Make(directory, clock);
        try
        {
            var authority = X509CertificateLoader.LoadCertificateFromFile(File("ca.crt"));
            var server = X509Certificate2.CreateFromPemFile(File("server.crt"), File("server.key"));
            return server.NotAfter > clock.GetUtcNow().UtcDateTime ? new ServerCertificates(authority, server) : Make(directory, clock);
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException(
                $"{directory}: the API server's certificates cannot be read ({e.Message}). Remove ca.* and server.* there to have new ones made.", e);
        }
    }

    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
    }

    private static ServerCertificates Make(string directory, TimeProvider clock)
    {
        var from = clock.GetUtcNow() - Backdated;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Authorize(authorityKey, from);
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var server = Sign(authority, serverKey, from);
        AtomicFile.Write(Path.Combine(directory, "ca.key"), authorityKey.ExportPkcs8PrivateKeyPem(), AtomicFile.SecretMode);
        AtomicFile.Write(Path.Combine(directory, "ca.crt"), authority.ExportCertificatePem(), AtomicFile.SecretMode);
        AtomicFile.Write(Path.Combine(directory, "server.key"), serverKey.ExportPkcs8PrivateKeyPem(), AtomicFile.SecretMode);
        AtomicFile.Write(Path.Combine(directory, "server.crt"), server.ExportCertificatePem(), AtomicFile.SecretMode);
        return new ServerCertificates(X509CertificateLoader.LoadCertificate(authority.RawData), server.CopyWithPrivateKey(serverKey));
    }

    private static X509Certificate2 Authorize(ECDsa key, DateTimeOffset from)
    {
        var request = new CertificateRequest("CN=lustre-local-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(from, from + Life);
    }

    private static X509Certificate2 Sign(X509Certificate2 authority, ECDsa key, DateTimeOffset from)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        var request = new CertificateRequest("CN=lustre-local-api", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        return request.Create(authority, from, from + Life, RandomNumberGenerator.GetBytes(SerialBytes));
    }
}
