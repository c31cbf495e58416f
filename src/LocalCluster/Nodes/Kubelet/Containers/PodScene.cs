using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>What the containers of one pod share.</summary>
/// <param name="Pod">The pod as first seen: what a container is started from does not change.</param>
/// <param name="Context">What all pods share.</param>
/// <param name="Reporter">Knows the pod and reports it.</param>
/// <param name="Wishes">What the API server wants of it.</param>
/// <param name="Mounts">Directories that stand for a container's mount paths.</param>
internal sealed record PodScene(
    V1Pod Pod, PodContext Context, PodReporter Reporter, PodWishes Wishes, Func<V1Container, IReadOnlyDictionary<string, string>> Mounts)
{
    /// <summary><c>name_namespace(uid)</c>, as the kubelet's texts name a pod.</summary>
    public string Format => $"{Pod.Name()}_{Pod.Namespace()}({Pod.Uid()})";

    /// <summary><c>namespace/name</c>, for the node's log.</summary>
    public string Name => $"{Pod.Namespace()}/{Pod.Name()}";
}
