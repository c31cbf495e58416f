using k8s;
using LustreSupervisor.LocalCluster.Hall;

namespace LustreSupervisor.LocalCluster.Nodes;

/// <summary>Variables that every pod of a node gets (ARCHITECTURE.md, "Between the processes").</summary>
internal static class PodEnvironment
{
    /// <summary>Handed down from the node: what a .NET program and our markers need, nothing of the person's shell.</summary>
    private static readonly string[] Inherited =
    [
        HallMarkers.Run, HallMarkers.PowerOn, "HOME", "TMPDIR", "LANG", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64",
    ];

    /// <summary>Builds the variables.</summary>
    /// <param name="node">The node.</param>
    /// <param name="configuration">How the node itself reaches the API server.</param>
    public static Dictionary<string, string> Build(NodeOptions node, KubernetesClientConfiguration configuration)
    {
        var server = new Uri(configuration.Host);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["KUBERNETES_SERVICE_HOST"] = server.Host,
            ["KUBERNETES_SERVICE_PORT"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["LUSTRE_HOST_ROOT"] = node.Directory.NodeRoot(node.Name),
            ["LUSTRE_KERNEL_SOCKET"] = node.KernelSocket,
            ["LUSTRE_NODE_AGENT_SOCKET"] = node.NodeAgentSocket,
            ["PATH"] = $"{node.ToolsDirectory}:{Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin"}",
            [HallMarkers.Node] = node.Name,
        };
        foreach (var variable in Inherited)
        {
            if (Environment.GetEnvironmentVariable(variable) is { } value)
                environment[variable] = value;
        }

        return environment;
    }
}
