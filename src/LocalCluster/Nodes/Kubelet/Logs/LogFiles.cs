using System.Globalization;
using k8s.Models;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Logs;

/// <summary>
/// The logs of a node's containers, laid out as the kubelet lays them out under <c>/var/log/pods</c>:
/// <c>NAMESPACE_POD_UID/CONTAINER/RUN.log</c>. A pod's logs go with its object; of a container the present and the previous run are kept.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="time">Clock.</param>
internal sealed class LogFiles(NodeOptions node, TimeProvider time)
{
    /// <summary>Suffix of the older generation of a log.</summary>
    public const string OldSuffix = ".1";

    private readonly Lock gate = new();
    private readonly Dictionary<string, ContainerLog> live = new(StringComparer.Ordinal);

    /// <summary>A file that its writer may go on writing, moving and removing.</summary>
    public static FileStream OpenShared(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>A file to append to.</summary>
    public static FileStream OpenAppend(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Begins the log of a run, and removes those that are older than the one before it.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">Name of the container.</param>
    /// <param name="run">How often it was started before.</param>
    public ContainerLog Begin(V1Pod pod, string container, int run)
    {
        var directory = Directory.CreateDirectory(Path.Combine(DirectoryOf(pod), container)).FullName;
        foreach (var file in Directory.EnumerateFiles(directory))
        {
            if (int.TryParse(Path.GetFileName(file).Split('.')[0], CultureInfo.InvariantCulture, out var old) && old < run - 1)
                File.Delete(file);
        }

        var path = PathOf(pod, container, run);
        var plain = new LogFile(node.Directory.LogFile(PlainName(pod, container)));
        var log = new ContainerLog(path, plain, time);
        lock (gate)
        {
            live[path] = log;
            live.Remove(PathOf(pod, container, run - 1));
        }

        return log;
    }

    /// <summary>Finds the log of a run.</summary>
    /// <returns>Its path, and the log itself when it was begun in this boot.</returns>
    public (string Path, ContainerLog? Live) Find(V1Pod pod, string container, int run)
    {
        var path = PathOf(pod, container, run);
        lock (gate)
            return (path, live.GetValueOrDefault(path));
    }

    /// <summary>Removes the pod's logs.</summary>
    public void Remove(V1Pod pod)
    {
        var directory = DirectoryOf(pod);
        lock (gate)
        {
            foreach (var path in live.Keys.Where(path => path.StartsWith(directory + "/", StringComparison.Ordinal)).ToList())
                live.Remove(path);
        }

        try
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
        catch (IOException)
        {
            // A last line was written meanwhile; what is left is small and belongs to a UID that never comes again.
        }
    }

    /// <summary>One file a pod, as long as it has one container.</summary>
    private static string PlainName(V1Pod pod, string container)
    {
        var only = (pod.Spec.Containers?.Count ?? 0) + (pod.Spec.InitContainers?.Count ?? 0) == 1;
        return only ? $"pod-{pod.Namespace()}-{pod.Name()}" : $"pod-{pod.Namespace()}-{pod.Name()}-{container}";
    }

    private string PathOf(V1Pod pod, string container, int run) =>
        Path.Combine(DirectoryOf(pod), container, string.Create(CultureInfo.InvariantCulture, $"{run}.log"));

    private string DirectoryOf(V1Pod pod) =>
        Path.Combine(node.Directory.NodeDirectory(node.Name), "logs", $"{pod.Namespace()}_{pod.Name()}_{pod.Uid()}");
}
