namespace LustreSupervisor.Topology.Facts;

/// <summary>What people have written on a <c>LustreTarget</c>; the rest of it is the supervisor's own.</summary>
/// <param name="Key">Key of the target's actor.</param>
/// <param name="HandsOff">Why nobody may touch the target; empty when nobody said so.</param>
public sealed record TargetFact(string Key, string HandsOff);
