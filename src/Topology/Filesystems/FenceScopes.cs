using System.Collections.Immutable;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>What a fence of one machine has to do with this file system's devices and nodes.</summary>
public static class FenceScopes
{
    private static readonly ImmutableHashSet<string> StorageAgents = ["scsiReservation", "nvmeReservation"];

    /// <summary>Devices of the servers that wait for the machine's death, and the file system's nodes if they fence themselves.</summary>
    public static FenceScope Of(FilesystemState state, FencePermit permit) => new(
        FencesStorage(state)
            ? [.. state.Servers.Where(s => permit.Asking.Contains(s.Target.ObjectName)).Select(s => DeviceOf(s, permit))]
            : [],
        state.Spec?.Healing.SelfFenceEnabled == true
            ? new FenceWitnesses(SelfFenceSet(state), state.Spec.Healing.SelfFenceGrantSeconds)
            : null);

    /// <summary>The fixed set of nodes that grant each other time: every service node of the plan, in order of name.</summary>
    public static ImmutableArray<string> SelfFenceSet(FilesystemState state) => SelfFenceSet(state.Servers);

    /// <summary>The same of a plan that is not accepted yet.</summary>
    internal static ImmutableArray<string> SelfFenceSet(ImmutableArray<ServerSpec> servers) =>
        [.. servers.SelectMany(s => s.ServiceNodes).Select(n => n.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Where only power is fenced, a second server that waits changes nothing about the fence that is under way.</summary>
    private static bool FencesStorage(FilesystemState state) => state.Spec?.Healing.Fencing.Any(StorageAgents.Contains) == true;

    private static FenceDevice DeviceOf(ServerSpec server, FencePermit permit) => new(
        server.Device.Id,
        [.. server.ServiceNodes.Where(n => n.SystemUuid != permit.SystemUuid).Select(n => new DevicePath(n.Name, n.DevicePath))])
    {
        Number = permit.Numbers.GetValueOrDefault(server.Target.ObjectName),
    };
}
