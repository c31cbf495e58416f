using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall.Startup;

/// <summary>Lays out a state directory before any process is started.</summary>
internal static class HallPreparation
{
    /// <summary>Label that storage selectors match, as in the samples.</summary>
    private const string Label = "lustre";

    private const long GiB = 1L << 30;

    /// <summary>Devices of a new cluster: role, number, capacity. Sparse: they take what is written.</summary>
    private static readonly (string Role, int Count, long Bytes)[] FirstDevices =
        [("mgt", 2, 1 * GiB), ("mdt", 2, 2 * GiB), ("ost", 16, 4 * GiB)];

    /// <summary>Makes what is missing: directories, secrets, machines, devices, sockets' directory, marker.</summary>
    /// <param name="options">Set-up.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The marker as written.</returns>
    /// <exception cref="StateException">The directory holds more nodes than are asked for.</exception>
    public static async Task<StateRecord> PrepareAsync(HallOptions options, CancellationToken cancellationToken)
    {
        var directory = options.Directory;
        var before = directory.ReadMarker();
        if (before?.Present.Except(options.Nodes).FirstOrDefault() is { } lost)
            throw new StateException(
                $"{directory.Root} has {before.Present.Count} nodes and servers may live on {lost}: start it with as many, take nodes away with " +
                "'supervisor local node remove', or choose another --state-dir.");
        var marker = new StateRecord(
            StateDirectory.Product,
            StateDirectory.Layout,
            RuntimeDirectory.Create(),
            [.. before?.Nodes ?? [], .. options.Nodes.Except(before?.Nodes ?? [])],
            new StatePorts(options.ManagementPort, 0),
            options.DelayFactor)
        {
            Removed = [.. (before?.Removed ?? []).Except(options.Nodes)],
        };
        // The marker first: from here on the directory is known to be ours, whatever interrupts us.
        directory.WriteMarker(marker);
        directory.Lay();
        Secrets.Ensure(directory.ManagementTokenFile);
        foreach (var node in options.Nodes)
            _ = NodeIdentity.EnsureMachine(directory, node);
        await EnsureDevicesAsync(new DeviceCatalog(directory.DevicesDirectory), cancellationToken);
        return marker;
    }

    /// <summary>Adds what an interrupted first start left out; a device is never replaced.</summary>
    private static async Task EnsureDevicesAsync(DeviceCatalog catalog, CancellationToken cancellationToken)
    {
        var present = catalog.List();
        foreach (var (role, count, bytes) in FirstDevices)
        {
            for (var have = present.Count(device => device.Labels.GetValueOrDefault(Label) == role); have < count; have++)
                await catalog.CreateAsync(bytes, new Dictionary<string, string> { [Label] = role }, cancellationToken: cancellationToken);
        }
    }
}
