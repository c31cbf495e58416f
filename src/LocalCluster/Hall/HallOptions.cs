using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>How a laptop cluster is set up.</summary>
/// <param name="Directory">Its state.</param>
/// <param name="Programs">Its programs.</param>
/// <param name="Nodes">Names of the nodes that it starts with.</param>
/// <param name="ManagementPort">Loopback port of the supervisor's management endpoint.</param>
/// <param name="DelayFactor">Factor for Lustre's own delays; 1 is true to life.</param>
public sealed record HallOptions(
    StateDirectory Directory,
    Programs Programs,
    IReadOnlyList<string> Nodes,
    int ManagementPort,
    double DelayFactor)
{
    /// <summary>Whether agents listen on TCP with mutual TLS, as in a real cluster, instead of UNIX sockets.</summary>
    public bool AgentsOverTcp { get; init; }

    /// <summary>Whether a supervisor is started with the cluster; without one it is a plain Kubernetes.</summary>
    public bool WithSupervisor { get; init; } = true;

    /// <summary>More nodes than this share a laptop's cores to nobody's use, and <c>127.0.1.N</c> ends at 254.</summary>
    public const int NodesMax = 64;

    /// <summary>Port that Akka.Management uses by convention.</summary>
    public const int DefaultManagementPort = 8558;
}
