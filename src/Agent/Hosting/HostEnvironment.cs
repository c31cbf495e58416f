using LustreSupervisor.Agent.Operations;

namespace LustreSupervisor.Agent.Hosting;

/// <summary>Environment variables of the agent (ARCHITECTURE.md, "Between the processes").</summary>
/// <param name="ApiHost"><c>KUBERNETES_SERVICE_HOST</c>.</param>
/// <param name="ApiPort"><c>KUBERNETES_SERVICE_PORT</c>.</param>
/// <param name="PodUid"><c>POD_UID</c>, from the downward API.</param>
/// <param name="ServiceAccountDirectory">Where CA and token lie.</param>
/// <param name="HostRoot">Below it the host's <c>/proc</c> and <c>/sys</c>.</param>
/// <param name="SearchPath"><c>PATH</c>, on which the tools are found.</param>
/// <param name="Lifeline">End of file on standard input means that the node is gone.</param>
/// <param name="MountTable">
/// The mount table of the pod. Where pods have no mount name space of their own, it is a file that shows the pod's mounts.
/// </param>
internal sealed record HostEnvironment(
    string? ApiHost, string? ApiPort, string PodUid, string ServiceAccountDirectory, string HostRoot, string SearchPath, bool Lifeline,
    string MountTable)
{
    /// <summary>Socket of this node's node agent.</summary>
    public string NodeAgentSocket { get; init; } = DefaultNodeAgentSocket;

    private const string DefaultNodeAgentSocket = "/run/lustre-supervisor/node-agent.sock";

    private const string DefaultServiceAccountDirectory = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Where targets are mounted, below the host root, when the command line does not say.</summary>
    public string DefaultMountRoot => Path.Combine(HostRoot, "run/lustre/targets");

    /// <summary>Certificate of the cluster's own authority.</summary>
    public string AuthorityFile => Path.Combine(ServiceAccountDirectory, "ca.crt");

    /// <summary>Bearer token, rotated in place.</summary>
    public string TokenFile => Path.Combine(ServiceAccountDirectory, "token");

    /// <summary>Reads the environment of this process.</summary>
    public static HostEnvironment Read() => new(
        Variable("KUBERNETES_SERVICE_HOST"),
        Variable("KUBERNETES_SERVICE_PORT"),
        Variable("POD_UID") ?? "",
        Variable("LUSTRE_SERVICEACCOUNT_DIR") ?? DefaultServiceAccountDirectory,
        Variable("LUSTRE_HOST_ROOT") ?? "/",
        Variable("PATH") ?? "",
        Variable("LUSTRE_LIFELINE") == "stdin",
        Variable("LUSTRE_MOUNT_TABLE") ?? MountPlace.OwnTable)
    {
        NodeAgentSocket = Variable("LUSTRE_NODE_AGENT_SOCKET") ?? DefaultNodeAgentSocket,
    };

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
