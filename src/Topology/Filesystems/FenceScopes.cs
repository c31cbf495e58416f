using System.Collections.Immutable;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>What a fence of one machine has to do with this file system's devices and nodes.</summary>
public static class FenceScopes
{
    /// <summary>Devices of the servers that wait for the machine's death, and the file system's nodes if they fence themselves.</summary>
    public static FenceScope Of(FilesystemState state, FencePermit permit) => new(
        [.. state.Servers.Where(s => permit.Waiting.Contains(s.Target.ObjectName)).Select(s => DeviceOf(s, permit.SystemUuid))],
        state.Spec?.Healing.SelfFenceEnabled == true
            ? new FenceWitnesses(SelfFenceSet(state), state.Spec.Healing.SelfFenceGrantSeconds)
            : null);

    /// <summary>The fixed set of nodes that grant each other time: every service node of the plan, in order of name.</summary>
    public static ImmutableArray<string> SelfFenceSet(FilesystemState state) =>
        [.. state.Servers.SelectMany(s => s.ServiceNodes).Select(n => n.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static FenceDevice DeviceOf(ServerSpec server, string systemUuid) => new(
        server.Device.Id,
        [.. server.ServiceNodes.Where(n => n.SystemUuid != systemUuid).Select(n => new DevicePath(n.Name, n.DevicePath))]);
}
