using System.Text.RegularExpressions;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.Hall.Startup;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Hall.Roster;

/// <summary>Puts up machines and takes them away while the cluster runs, and remembers it in <c>state.json</c>.</summary>
internal sealed partial class NodeRoster(HallOptions options, MachineRoom room, Readiness readiness, TimeProvider time, ILogger log) : IDisposable
{
    /// <summary>The third byte of a node's addresses ends here, and a removed node keeps its own.</summary>
    private const int PlacesMax = 254;

    /// <summary>A node's name is part of its sockets' names, whose paths may not exceed 107 bytes.</summary>
    private const int NameLengthMax = 40;

    /// <summary>The disk that a new machine brings along; shared devices it reaches as every node does.</summary>
    private const long OwnDiskBytes = 1L << 30;

    /// <summary>What a node gives its pods to unmount when it is rebooted, and what the hall leaves the node at an end.</summary>
    private static readonly TimeSpan RebootGrace = TimeSpan.FromSeconds(8);

    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Puts up a machine and returns when its node is Ready.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="cancellationToken">Gives up waiting; the machine stays.</param>
    /// <exception cref="StateException">The name is taken or makes no name, there is no more room, or it does not boot.</exception>
    public async Task<MachineStatus> AddAsync(NodeAddition order, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var marker = Marker();
            var name = order.Name ?? FirstFree(marker);
            Check(name, marker);
            options.Directory.WriteMarker(marker with
            {
                Nodes = marker.Nodes.Contains(name) ? marker.Nodes : [.. marker.Nodes, name],
                Removed = [.. marker.Removed.Where(removed => removed != name)],
            });
            var catalog = new DeviceCatalog(options.Directory.DevicesDirectory);
            if (!catalog.List().Any(device => device.Nodes.Contains(name)))
                await catalog.CreateAsync(OwnDiskBytes, new Dictionary<string, string> { ["lustre"] = "local" }, [name], cancellationToken: cancellationToken);
            var machine = room.Add(name);
            await machine.PowerOnAsync(cancellationToken);
            HallLog.NodeAdded(log, name);
            using var cluster = readiness.Connect();
            await readiness.ForNodeAsync(cluster, name, machine.Node!, cancellationToken);
            return Describe(machine);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Drains nothing: cordons the node, looks whether servers run there, powers it off, and deletes what speaks of it.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="order">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">There is no such node, Lustre servers run there, or it cannot be powered off.</exception>
    public async Task<MachineStatus> RemoveAsync(string node, NodeRemoval order, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var machine = room.Find(node);
            using var cluster = readiness.Connect();
            var objects = new NodeObjects(cluster, node);
            var wasOpen = await objects.CordonAsync(true, cancellationToken);
            var servers = await objects.ServersAsync(cancellationToken);
            if (servers.Count > 0 && !order.Force)
            {
                if (wasOpen)
                    await objects.CordonAsync(false, cancellationToken);
                throw new StateException(
                    $"Lustre servers run on {node}: {string.Join(", ", servers)}. Move them first, or give --force: they die, and nobody can prove to the " +
                    "supervisor that a machine is off which is no longer there.");
            }

            if (!await machine.PowerOffAsync(cancellationToken))
                throw new StateException($"Node {node} cannot be powered off: one of its processes would not die.");
            await objects.DeleteAsync(cancellationToken);
            var status = Describe(machine);
            await room.RemoveAsync(machine);
            var marker = Marker();
            options.Directory.WriteMarker(marker with { Removed = [.. marker.Removed, node] });
            Directory.Delete(options.Directory.NodeDirectory(node), recursive: true);
            HallLog.NodeRemoved(log, node);
            return status;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Boots a node anew: what runs is asked to end, the rest is cut off. One that has crashed or has no power is just started.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">There is no such node, or it cannot be powered off.</exception>
    public async Task<HallProcess> RebootAsync(string node, CancellationToken cancellationToken)
    {
        // A node that is being removed must not come back in the middle of it.
        await turn.WaitAsync(cancellationToken);
        try
        {
            var machine = room.Find(node);
            if (machine.IsAwake)
                await ProcessReaper.EndAsync(machine.Node!.Identity, RebootGrace, time, cancellationToken);
            if (!await machine.PowerOffAsync(cancellationToken))
                throw new StateException($"Node {node} cannot be powered off: one of its processes would not die.");
            await machine.PowerOnAsync(cancellationToken);
            return new HallProcess(HallRole.Node, node, machine.Node!.Identity.Pid, machine.Node.Identity.StartTicks);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private static MachineStatus Describe(Machine machine) => new(machine.Name, machine.SystemUuid, machine.Power, machine.IsFrozen);

    private StateRecord Marker() => options.Directory.ReadMarker() ?? throw new StateException($"{options.Directory.MarkerFile} is gone.");

    private static string FirstFree(StateRecord marker)
    {
        var number = 1;
        while (marker.Nodes.Contains($"node{number}"))
            number++;
        return $"node{number}";
    }

    private static void Check(string name, StateRecord marker)
    {
        if (name.Length > NameLengthMax || !NodeName().IsMatch(name))
            throw new StateException($"'{name}' is no name for a node: use at most {NameLengthMax} lower-case letters, digits and '-', with a letter or digit at both ends.");
        if (marker.Present.Contains(name))
            throw new StateException($"There is a node '{name}' already.");
        if (marker.Present.Count >= HallOptions.NodesMax || (marker.Nodes.Count >= PlacesMax && !marker.Nodes.Contains(name)))
            throw new StateException($"There is no room for another node: {marker.Present.Count} are there, and {marker.Nodes.Count} of {PlacesMax} addresses are given out.");
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex NodeName();
}
