namespace LustreSupervisor.Topology.Common;

/// <summary>A block device as the supervisor names it.</summary>
/// <param name="Id">Identity that no reboot changes: WWN or volume handle. Devices are compared by it alone.</param>
/// <param name="Path">Path on the nodes that reach it.</param>
/// <param name="SizeBytes">Capacity in bytes.</param>
public sealed record DeviceRef(string Id, string Path, long SizeBytes);
