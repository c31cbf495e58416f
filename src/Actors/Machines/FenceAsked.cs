using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Actors.Machines;

/// <summary>A file system permits a fence, and repeats it as long as it means it.</summary>
/// <param name="FilesystemId">Key of the file system.</param>
/// <param name="Order">What it permits.</param>
public sealed record FenceAsked(string FilesystemId, FenceMachine Order);
