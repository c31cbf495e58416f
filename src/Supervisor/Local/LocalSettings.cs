using System.Globalization;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Supervisor.Local;

/// <summary>What a person wants of a laptop cluster.</summary>
/// <param name="Directory">Its state.</param>
/// <param name="Nodes">How many nodes; null for as many as it has, or four at first.</param>
/// <param name="Port">Port of the management endpoint; null for no wish.</param>
/// <param name="DelayFactor">Factor for Lustre's own delays; 1 is true to life.</param>
public sealed record LocalSettings(StateDirectory Directory, int? Nodes, int? Port, double DelayFactor)
{
    /// <summary>Whether agents listen on TCP with mutual TLS, as in a real cluster.</summary>
    public bool AgentsOverTcp { get; init; }

    /// <summary>Whether a supervisor is started with it.</summary>
    public bool WithSupervisor { get; init; } = true;

    /// <summary>Nodes of a new cluster: enough for failover with two failure domains.</summary>
    public const int DefaultNodes = 4;

    /// <summary>Settles what was left open.</summary>
    /// <exception cref="StateException">The directory is foreign or in use, or a program is missing.</exception>
    /// <exception cref="Cli.UserErrorException">The wanted port is busy.</exception>
    public HallOptions Settle()
    {
        Directory.Inspect();
        var before = Directory.ReadMarker();
        if (before is not null)
            StateLock.Take(Directory).Dispose();
        // Last of all refusals: until here nothing was written.
        var port = LocalPorts.Choose(Port);
        Directory.Claim();
        var count = Nodes ?? before?.Nodes.Count ?? DefaultNodes;
        var names = Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"node{number}"));
        return new HallOptions(Directory, Programs.Find(), [.. names], port, DelayFactor) 
        {
            AgentsOverTcp = AgentsOverTcp, WithSupervisor = WithSupervisor,
        };
    }
}
