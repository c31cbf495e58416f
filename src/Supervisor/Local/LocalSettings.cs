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
        return new HallOptions(Directory, Programs.Find(), Names(before), port, DelayFactor)
        {
            AgentsOverTcp = AgentsOverTcp, WithSupervisor = WithSupervisor,
        };
    }

    /// <summary>The nodes that there are, and as many more as are wanted, by the first names that nobody has had.</summary>
    private string[] Names(StateRecord? before)
    {
        var present = before?.Present ?? [];
        var fresh = Enumerable.Range(1, HallOptions.NodesMax + (before?.Nodes.Count ?? 0))
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"node{number}")).Except(before?.Nodes ?? []);
        var wanted = Nodes ?? (before is null ? DefaultNodes : present.Count);
        // Fewer than there are is refused with reasons where the directory is prepared.
        return wanted < present.Count ? [.. present.Take(wanted)] : [.. present, .. fresh.Take(wanted - present.Count)];
    }
}
