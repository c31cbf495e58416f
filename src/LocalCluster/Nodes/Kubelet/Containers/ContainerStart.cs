using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Volumes;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>Turns a container into the process to start: a container is a process here, its image's programs are this machine's.</summary>
/// <param name="node">The node.</param>
/// <param name="ofNode">Variables that every pod of this node gets.</param>
/// <param name="isolation">What a pod has for itself.</param>
internal sealed class ContainerStart(NodeOptions node, IReadOnlyDictionary<string, string> ofNode, PodIsolation isolation)
{
    /// <summary>Name by which pods call the agent, whatever their image.</summary>
    private const string AgentName = "lustre-agent";

    private static readonly Dictionary<string, string> NoMounts = [];

    /// <summary>The container's environment.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">Its container.</param>
    /// <param name="config">What it refers to.</param>
    /// <exception cref="ContainerException">A value comes from a source that is not there.</exception>
    public Dictionary<string, string> Environment(V1Pod pod, V1Container container, ConfigData config) =>
        ContainerEnvironment.Build(pod, container, node, ofNode, config);

    /// <summary>What to start for the container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="mounts">Directories that stand for mount paths.</param>
    /// <param name="memory">Group of processes to enter, null for none.</param>
    /// <exception cref="ContainerException">It cannot be started here.</exception>
    public ChildStart Of(
        V1Container container, Dictionary<string, string> environment, IReadOnlyDictionary<string, string> mounts, MemoryGroup? memory)
    {
        if (container.Command is not { Count: > 0 })
            throw new ContainerException($"container {container.Name} has no command: images are not unpacked on this node", Refusal.Image);
        var words = container.Command.Concat(container.Args ?? []).Select(word => ContainerEnvironment.Expand(word, environment)).ToList();
        var command = PodIsolations.Wrap(
            isolation, node.Programs.Tools, Led(words, mounts), memory?.ProcessesFile, IsLed(words[0]) ? NoMounts : mounts);
        return Describe(command, environment);
    }

    /// <summary>What to start to run a command in a container that runs, as <c>exec</c> does.</summary>
    /// <param name="command">The command; no variables are replaced in it.</param>
    /// <param name="environment">The container's environment.</param>
    /// <param name="mounts">Directories that stand for mount paths.</param>
    /// <param name="pid">The container's process.</param>
    /// <exception cref="ContainerException">There is no such program.</exception>
    public ChildStart Exec(
        IList<string> command, IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> mounts, int pid)
    {
        return Describe(PodIsolations.WrapExec(isolation, node.Programs.Tools, Led([.. command], mounts), pid), environment);
    }

    /// <summary>
    /// Whether the words of a command are led to the directories of volumes instead of these being mounted: where nothing can be mounted, and
    /// for the agent, which is told by its command line where its files are and must start fast.
    /// </summary>
    private bool IsLed(string program) => isolation == PodIsolation.None || Path.GetFileName(program) == AgentName;

    private List<string> Led(List<string> words, IReadOnlyDictionary<string, string> mounts) => IsLed(words[0])
        ? [Program(PodMounts.Lead(words[0], mounts), NoMounts), .. words[1..].Select(word => PodMounts.Lead(word, mounts))]
        : [Program(words[0], mounts), .. words[1..]];

    private ChildStart Describe(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment) => new(
        command[0], [.. command.Skip(1)], environment, node.Directory.NodeDirectory(node.Name), node.Directory.LogFile(node.Name));

    private string Program(string command, IReadOnlyDictionary<string, string> mounts)
    {
        if (Path.GetFileName(command) == AgentName)
            return node.Programs.Agent;
        if (Path.IsPathRooted(command))
            return File.Exists(PodMounts.Lead(command, mounts)) ? command : throw new ContainerException($"{command} does not exist");
        return ofNode["PATH"].Split(Path.PathSeparator).Select(directory => Path.Combine(directory, command)).FirstOrDefault(File.Exists)
            ?? throw new ContainerException($"{command} is not on the node's PATH");
    }
}
