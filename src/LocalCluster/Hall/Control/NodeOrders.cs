namespace LustreSupervisor.LocalCluster.Hall.Control;

/// <summary>Order to put up a machine and make it a node.</summary>
/// <param name="Name">Name of the node; null for the first free one.</param>
public sealed record NodeAddition(string? Name = null);

/// <summary>Order to take a node away, and its machine with it.</summary>
/// <param name="Force">Also when Lustre servers run there.</param>
public sealed record NodeRemoval(bool Force = false);
