using k8s.Models;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>Turns a pod into the process to start: a container is a process here, its image's programs are this machine's.</summary>
/// <param name="node">The node.</param>
/// <param name="ofNode">Variables that every pod of this node gets.</param>
/// <param name="isolation">What a pod has for itself.</param>
internal sealed class ContainerStart(NodeOptions node, IReadOnlyDictionary<string, string> ofNode, PodIsolation isolation)
{
    /// <summary>Name by which pods call the agent, whatever their image.</summary>
    private const string AgentName = "lustre-agent";

    /// <summary>What to start for the pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="mounts">Directories that stand for mount paths.</param>
    /// <exception cref="ContainerException">It cannot be started here.</exception>
    public ChildStart Of(V1Pod pod, IReadOnlyDictionary<string, string> mounts)
    {
        if (pod.Spec.Containers is not [var container])
            throw new ContainerException($"a pod has exactly one container on this node, not {pod.Spec.Containers?.Count ?? 0}");
        if (container.Command is not { Count: > 0 })
            throw new ContainerException($"container {container.Name} has no command: images are not unpacked on this node");
        var environment = ContainerEnvironment.Build(pod, container, node, ofNode);
        var words = container.Command.Concat(container.Args ?? [])
            .Select(word => SecretVolumes.Lead(ContainerEnvironment.Expand(word, environment), mounts)).ToList();
        var command = PodIsolations.Wrap(isolation, node.Programs.Tools, [Program(words[0]), .. words[1..]]);
        return new ChildStart(
            command[0],
            [.. command.Skip(1)],
            environment,
            node.Directory.NodeDirectory(node.Name),
            node.Directory.LogFile($"pod-{pod.Namespace()}-{pod.Name()}"));
    }

    private string Program(string command)
    {
        if (Path.GetFileName(command) == AgentName)
            return node.Programs.Agent;
        if (Path.IsPathRooted(command))
            return File.Exists(command) ? command : throw new ContainerException($"{command} does not exist");
        return ofNode["PATH"].Split(Path.PathSeparator).Select(directory => Path.Combine(directory, command)).FirstOrDefault(File.Exists)
            ?? throw new ContainerException($"{command} is not on the node's PATH");
    }
}
