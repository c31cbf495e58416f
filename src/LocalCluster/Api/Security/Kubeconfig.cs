using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LustreSupervisor.LocalCluster.Api.Security;

/// <summary>The kubeconfig of the cluster: with it kubectl and every client library find the server and trust it.</summary>
internal static class Kubeconfig
{
    private const string Name = "lustre-local";

    public static string Text(int port, X509Certificate2 authority, string token) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {Name}
          cluster:
            server: https://127.0.0.1:{port}
            certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authority.ExportCertificatePem()))}
        users:
        - name: {Name}
          user:
            token: {token}
        contexts:
        - name: {Name}
          context:
            cluster: {Name}
            user: {Name}
            namespace: default
        current-context: {Name}

        """;
}
