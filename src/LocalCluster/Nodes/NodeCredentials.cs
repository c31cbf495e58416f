using k8s;
using LustreSupervisor.LocalCluster.Api.Security.Identities;

namespace LustreSupervisor.LocalCluster.Nodes;

/// <summary>How a node reaches the API server: as itself, not as the person whose kubeconfig says where the server is.</summary>
internal static class NodeCredentials
{
    /// <summary>Environment variable of a node process: where it reaches the API server, through the switch of the machine room.</summary>
    public const string ApiVariable = "LUSTRE_NODE_API";

    /// <summary>The node's configuration.</summary>
    /// <param name="node">The node.</param>
    public static KubernetesClientConfiguration Configure(NodeOptions node)
    {
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(node.Directory.KubeconfigFile);
        configuration.AccessToken = TokenFiles.OfNode(node.Directory.ApiDirectory, node.Name);
        configuration.TokenProvider = null;
        if (Environment.GetEnvironmentVariable(ApiVariable) is { Length: > 0 } way)
            configuration.Host = way;
        return configuration;
    }
}
