using System.Text;
using k8s;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Nodes;

/// <summary>Files that a node lays out for its pods before it takes any.</summary>
internal static class NodeFiles
{
    /// <summary>Writes the service-account files, as a projected volume would hold them.</summary>
    /// <param name="node">The node.</param>
    /// <param name="configuration">How the node itself reaches the API server.</param>
    public static void WriteServiceAccount(NodeOptions node, KubernetesClientConfiguration configuration)
    {
        Directory.CreateDirectory(node.ServiceAccountDirectory);
        var authority = new StringBuilder();
        foreach (var certificate in configuration.SslCaCerts ?? [])
            authority.Append(certificate.ExportCertificatePem()).Append('\n');
        AtomicFile.Write(Path.Combine(node.ServiceAccountDirectory, "ca.crt"), authority.ToString());
        var token = Path.Combine(node.Directory.ApiDirectory, "agent.token");
        AtomicFile.Write(
            Path.Combine(node.ServiceAccountDirectory, "token"),
            File.Exists(token) ? File.ReadAllText(token).Trim() : configuration.AccessToken ?? "",
            AtomicFile.SecretMode);
        AtomicFile.Write(Path.Combine(node.ServiceAccountDirectory, "namespace"), "default");
    }

    /// <summary>Links every tool's name to the one program that plays them all.</summary>
    /// <param name="node">The node.</param>
    /// <param name="names">Names of the tools.</param>
    public static void LinkTools(NodeOptions node, IEnumerable<string> names)
    {
        if (Directory.Exists(node.ToolsDirectory))
            Directory.Delete(node.ToolsDirectory, recursive: true);
        Directory.CreateDirectory(node.ToolsDirectory);
        foreach (var name in names)
            File.CreateSymbolicLink(Path.Combine(node.ToolsDirectory, name), node.Programs.Tools);
    }
}
