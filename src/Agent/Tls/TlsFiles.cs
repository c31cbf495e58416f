using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LustreSupervisor.Agent.Tls;

/// <summary>What a handshake needs.</summary>
/// <param name="Own">The agent's certificate with its key.</param>
/// <param name="Authority">The one authority whose certificates are accepted.</param>
internal sealed record TlsMaterial(SslStreamCertificateContext Own, X509Certificate2 Authority);

/// <summary>
/// The files of a mounted Secret: <c>ca.crt</c>, <c>tls.crt</c>, <c>tls.key</c>. The kubelet replaces them when the Secret is renewed, and an
/// agent may live longer than any certificate, so they are read again when they have changed.
/// </summary>
internal sealed class TlsFiles(string directory, ILogger<TlsFiles> logger)
{
    private readonly Lock _lock = new();

    private (string Stamp, TlsMaterial Material)? _loaded;

    private string AuthorityFile => Path.Combine(directory, "ca.crt");

    private string CertificateFile => Path.Combine(directory, "tls.crt");

    private string KeyFile => Path.Combine(directory, "tls.key");

    /// <summary>Reads the files for the first time.</summary>
    /// <returns>Null when they can be used, else what is wrong.</returns>
    public string? Open()
    {
        try
        {
            Current();
            return null;
        }
        catch (Exception e) when (IsUnusable(e))
        {
            return $"--tls-directory {directory}: {e.Message}";
        }
    }

    /// <summary>What the files hold now. Files that cannot be used, half replaced perhaps, leave the last good ones in use.</summary>
    public TlsMaterial Current()
    {
        lock (_lock)
        {
            var stamp = Stamp();
            if (_loaded is { } loaded && loaded.Stamp == stamp)
                return loaded.Material;
            try
            {
                var material = Load();
                _loaded = (stamp, material);
                return material;
            }
            catch (Exception e) when (IsUnusable(e) && _loaded is not null)
            {
                AgentLog.CertificatesNotRead(logger, directory, e.Message);
                return _loaded.Value.Material;
            }
        }
    }

    private TlsMaterial Load()
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(AuthorityFile);
        using var pem = X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile);

        // The TLS library takes keys of certificates that were loaded whole.
        var own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        return new TlsMaterial(SslStreamCertificateContext.Create(own, null, offline: true), authority);
    }

    private string Stamp() => string.Join('/', new[] { AuthorityFile, CertificateFile, KeyFile }.Select(f => StampOf(new FileInfo(f))));

    /// <summary>Secrets are replaced by turning a link: what counts is the file behind it.</summary>
    private static string StampOf(FileInfo file)
    {
        try
        {
            var final = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return final.Exists ? $"{final.FullName}:{final.LastWriteTimeUtc.Ticks}:{final.Length}" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static bool IsUnusable(Exception e) => e is IOException or UnauthorizedAccessException or CryptographicException;
}
