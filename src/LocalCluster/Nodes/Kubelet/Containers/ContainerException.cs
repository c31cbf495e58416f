namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>Why a container does not start, by what the kubelet does then.</summary>
internal enum Refusal
{
    /// <summary>The runtime could not start it: an end with code 128, <c>StartError</c>.</summary>
    Start,

    /// <summary>Something that its environment refers to is not there: it waits, <c>CreateContainerConfigError</c>.</summary>
    Config,

    /// <summary>Its image cannot be had: it waits, <c>ErrImagePull</c>.</summary>
    Image,
}

/// <summary>A container cannot be started as declared.</summary>
/// <param name="message">Why.</param>
/// <param name="refusal">What follows.</param>
internal sealed class ContainerException(string message, Refusal refusal = Refusal.Start) : Exception(message)
{
    /// <summary>What follows.</summary>
    public Refusal Refusal { get; } = refusal;
}
