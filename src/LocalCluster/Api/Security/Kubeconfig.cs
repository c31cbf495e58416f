using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LustreSupervisor.LocalCluster.Api.Security;

/// <summary>The kubeconfig of the cluster: with it kubectl and every client library find the server and trust it.</summary>
internal static class Kubeconfig
{
    private const string Name = "lustre-local";

    /// <summary>The administrator's.</summary>
    public static string Text(int port, X509Certificate2 authority, string token) =>
        Text(new UriBuilder(Uri.UriSchemeHttps, "127.0.0.1", port).Uri, authority.ExportCertificatePem(), Name, token);

    /// <summary>That of any user.</summary>
    /// <param name="server">Address of the server.</param>
    /// <param name="authority">Certificate of the cluster's authority, PEM.</param>
    /// <param name="user">What the user is called in it.</param>
    /// <param name="token">The user's token.</param>
    public static string Text(Uri server, string authority, string user, string token) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {Name}
          cluster:
            server: {server.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authority))}
        users:
        - name: {user}
          user:
            token: {token}
        contexts:
        - name: {Name}
          context:
            cluster: {Name}
            user: {user}
            namespace: default
        current-context: {Name}

        """;
}
