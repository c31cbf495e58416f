using LustreSupervisor.Supervisor.Fencing.Exec;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>What <c>supervisor run</c> is told.</summary>
/// <param name="Kubeconfig">Cluster; null for the pod's own service account.</param>
/// <param name="Journal">Path of the SQLite journal.</param>
/// <param name="ManagementPort">Port of the management endpoint; 0 for any free one.</param>
/// <param name="ManagementTokenFile">File with the endpoint's bearer token.</param>
/// <param name="AgentDirectory">Directory on the nodes in which agents' sockets live; null where agents listen on TCP with mutual TLS.</param>
/// <param name="BmcPasswordFile">File with the password of the management controllers; null when none is needed.</param>
/// <param name="Namespace">Namespace that is watched; null for all.</param>
/// <param name="OwnNamespace">Namespace of the supervisor, where it keeps the authority of its agents.</param>
/// <param name="Verbose">Logs decisions too.</param>
/// <param name="LocalStateDirectory">State directory of the laptop cluster that it belongs to; null in a real cluster.</param>
public sealed record SupervisorOptions(
    string? Kubeconfig,
    string Journal,
    int ManagementPort,
    string ManagementTokenFile,
    string? AgentDirectory,
    string? BmcPasswordFile,
    string? Namespace,
    string OwnNamespace,
    bool Verbose,
    string? LocalStateDirectory = null)
{
    /// <summary>The site's fence script; null when none is configured.</summary>
    public ExecFenceSettings? FenceExec { get; init; }
}
