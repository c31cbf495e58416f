using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Native;

namespace LustreSupervisor.Agent.Kubernetes;

/// <summary>Where the Kubernetes API is and how its certificate is checked: like every pod, by the files of the service account.</summary>
internal static class ApiEndpoint
{
    /// <summary>Longer than one lost SYN, short beside the whole attempt.</summary>
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(3);

    /// <summary>Address of the API server.</summary>
    /// <exception cref="ApiNotConfiguredException">The environment does not say where it is.</exception>
    public static Uri AddressFrom(HostEnvironment environment)
    {
        if (environment.ApiHost is not { } host
            || !int.TryParse(environment.ApiPort, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            throw new ApiNotConfiguredException(
                "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT do not say where the Kubernetes API is");
        host = host.Trim('[', ']');
        if (IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6)
            host = $"[{host}]";
        return Uri.TryCreate($"https://{host}:{port}/", UriKind.Absolute, out var uri)
            ? uri
            : throw new ApiNotConfiguredException($"KUBERNETES_SERVICE_HOST '{host}' is no host");
    }

    /// <summary>
    /// Keeps OpenSSL from the system's two hundred authorities, which .NET reads although none of them is trusted here: that takes longer
    /// than a mount. To be called before anything else uses TLS.
    /// </summary>
    public static void ForgetSystemAuthorities(string authorityFile)
    {
        _ = Libc.SetVariable("SSL_CERT_FILE", authorityFile, overwrite: 1);
        _ = Libc.SetVariable("SSL_CERT_DIR", Path.GetDirectoryName(authorityFile) + "/none", overwrite: 1);
    }

    /// <summary>A handler that trusts the cluster's own authority and nothing else.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The authority's file holds no certificate.</exception>
    public static SocketsHttpHandler Handler(string authorityFile)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPemFile(authorityFile);
        return new SocketsHttpHandler
        {
            ConnectTimeout = ConnectWithin,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
        };
    }
}

/// <summary>The environment does not say where the Kubernetes API is.</summary>
internal sealed class ApiNotConfiguredException(string message) : Exception(message);
