namespace LustreSupervisor.LustreModel.Lnet;

/// <summary>A network interface of a node.</summary>
/// <param name="Name">Name, <c>eth0</c>.</param>
/// <param name="Address">Its IP address.</param>
public sealed record NetInterface(string Name, string Address);
