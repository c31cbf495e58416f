namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>A container cannot be started as declared.</summary>
/// <param name="message">Why.</param>
internal sealed class ContainerException(string message) : Exception(message);
