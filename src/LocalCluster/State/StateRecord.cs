using System.Text.Json.Serialization;

namespace LustreSupervisor.LocalCluster.State;

/// <summary>Content of <c>state.json</c>, which marks a directory as ours and says how the cluster in it was set up.</summary>
/// <param name="Product">Always <see cref="StateDirectory.Product"/>.</param>
/// <param name="Layout">Version of the directory's layout.</param>
/// <param name="RuntimeDirectory">Short directory that holds the UNIX sockets; empty while nothing runs.</param>
/// <param name="Nodes">Names of the nodes that there are or have been, in the order of their addresses.</param>
/// <param name="Ports">Ports of the last start.</param>
/// <param name="DelayFactor">Factor for Lustre's own delays; 1 is true to life.</param>
public sealed record StateRecord(
    string Product,
    int Layout,
    string RuntimeDirectory,
    IReadOnlyList<string> Nodes,
    StatePorts Ports,
    double DelayFactor)
{
    /// <summary>Names of <see cref="Nodes"/> that were taken away. They keep their place, and with it everybody else's address.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Nodes that there are.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Present => [.. Nodes.Except(Removed)];
}

/// <summary>Loopback ports of a laptop cluster; 0 while unknown.</summary>
/// <param name="Management">Management endpoint of the supervisor.</param>
/// <param name="Bmc">Simulated management controllers.</param>
public sealed record StatePorts(int Management, int Bmc);
