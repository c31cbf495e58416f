using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Volumes;

/// <summary>A service account's files: whose they are, where they lie, and with what they end.</summary>
/// <param name="Directory">Where they lie.</param>
/// <param name="Namespace">Namespace of the account.</param>
/// <param name="Account">Its name.</param>
/// <param name="Bound">The object with which the token ends.</param>
internal sealed record AccountPlace(string Directory, string Namespace, string Account, V1BoundObjectReference Bound)
{
    /// <summary>The token.</summary>
    public string TokenFile => Path.Combine(Directory, "token");
}
