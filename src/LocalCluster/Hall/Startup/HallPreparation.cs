using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall.Startup;

/// <summary>Lays out a state directory before any process is started.</summary>
internal static class HallPreparation
{
    /// <summary>Makes what is missing: directories, secrets, machines, devices, sockets' directory, marker.</summary>
    /// <param name="options">Set-up.</param>
    /// <returns>The marker as written.</returns>
    /// <exception cref="StateException">The directory holds more nodes than are asked for.</exception>
    public static StateRecord Prepare(HallOptions options)
    {
        var directory = options.Directory;
        var before = directory.ReadMarker();
        if (before?.Nodes.Except(options.Nodes).FirstOrDefault() is { } lost)
            throw new StateException(
                $"{directory.Root} has {before.Nodes.Count} nodes and servers may live on {lost}: start it with as many, or choose another --state-dir.");
        var marker = new StateRecord(
            StateDirectory.Product,
            StateDirectory.Layout,
            RuntimeDirectory.Create(),
            options.Nodes,
            new StatePorts(options.ManagementPort, 0),
            options.DelayFactor);
        // The marker first: from here on the directory is known to be ours, whatever interrupts us.
        directory.WriteMarker(marker);
        directory.Lay();
        Secrets.Ensure(directory.ManagementTokenFile);
        foreach (var node in options.Nodes)
            _ = NodeIdentity.EnsureMachine(directory, node);
        return marker;
    }
}
