using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Scope of a fence as the journal holds it.</summary>
internal static class FenceScopeMapper
{
    internal static IEnumerable<Proto.FenceDevice> Devices(FenceScope scope) => scope.Devices.Select(d => new Proto.FenceDevice
    {
        Id = d.Id, Number = d.Number, Paths = { d.Paths.Select(p => new Proto.DevicePath { Node = p.Node, Path = p.Path }) },
    });

    internal static Proto.FenceWitnesses? Witnesses(FenceScope scope) => scope.Witnesses is { } w
        ? new Proto.FenceWitnesses { Nodes = { w.Nodes }, GrantSeconds = w.GrantSeconds }
        : null;

    internal static FenceScope Scope(IEnumerable<Proto.FenceDevice> devices, Proto.FenceWitnesses? witnesses) => new(
        [.. devices.Select(d => new FenceDevice(d.Id, [.. d.Paths.Select(p => new DevicePath(p.Node, p.Path))]) { Number = d.Number })],
        witnesses is null ? null : new FenceWitnesses([.. witnesses.Nodes], witnesses.GrantSeconds));
}
