using System.Text.RegularExpressions;
using k8s.Models;
using LustreSupervisor.LocalCluster.Hall;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>The environment of a container: what the pod declares, the downward API, and what every pod of a node gets. Pure.</summary>
internal static partial class ContainerEnvironment
{
    /// <summary>File that shows the pod's mounts: all pods here share the laptop's own table.</summary>
    private const string MountTable = "LUSTRE_MOUNT_TABLE";

    /// <summary>Builds the environment; what the node needs wins over what the pod declares.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">Its container.</param>
    /// <param name="node">The node.</param>
    /// <param name="ofNode">Variables that every pod of this node gets.</param>
    /// <exception cref="ContainerException">A value comes from a source that does not exist here.</exception>
    public static Dictionary<string, string> Build(
        V1Pod pod, V1Container container, NodeOptions node, IReadOnlyDictionary<string, string> ofNode)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in container.Env ?? [])
            environment[variable.Name] = variable.ValueFrom is null ? Expand(variable.Value ?? "", environment) : Resolve(variable, pod, node);
        foreach (var (name, value) in ofNode)
            environment[name] = value;
        environment[HallMarkers.Pod] = $"{pod.Namespace()}/{pod.Name()}";
        environment[HallMarkers.PodUid] = pod.Uid();
        environment[MountTable] = Path.Combine(node.MountTableDirectory, pod.Uid());
        return environment;
    }

    /// <summary>Replaces <c>$(NAME)</c> as the kubelet does: unknown names stay as they are, <c>$$</c> is one dollar.</summary>
    /// <param name="text">Text of a command, an argument or a value.</param>
    /// <param name="environment">Known variables.</param>
    public static string Expand(string text, Dictionary<string, string> environment) => Reference().Replace(text, match =>
        match.Value == "$$" ? "$" : environment.GetValueOrDefault(match.Groups["name"].Value, match.Value));

    [GeneratedRegex(@"\$\$|\$\((?<name>[-._a-zA-Z][-._a-zA-Z0-9]*)\)")]
    private static partial Regex Reference();

    private static string Resolve(V1EnvVar variable, V1Pod pod, NodeOptions node)
    {
        var path = variable.ValueFrom.FieldRef?.FieldPath
            ?? throw new ContainerException($"env {variable.Name}: only fieldRef is supported on this node");
        return path switch
        {
            "metadata.name" => pod.Name(),
            "metadata.namespace" => pod.Namespace(),
            "metadata.uid" => pod.Uid(),
            "spec.nodeName" => pod.Spec.NodeName,
            "spec.serviceAccountName" => pod.Spec.ServiceAccountName ?? "default",
            "status.hostIP" or "status.podIP" => node.Address,
            _ => Keyed(path, "metadata.annotations", pod.Annotations())
                ?? Keyed(path, "metadata.labels", pod.Labels())
                ?? throw new ContainerException($"env {variable.Name}: fieldPath '{path}' is not supported"),
        };
    }

    /// <summary>Value of <c>metadata.annotations['KEY']</c>; empty when there is no such key, null when the path is another.</summary>
    private static string? Keyed(string path, string prefix, IDictionary<string, string>? values)
    {
        if (!path.StartsWith(prefix + "['", StringComparison.Ordinal) || !path.EndsWith("']", StringComparison.Ordinal))
            return null;
        return values is not null && values.TryGetValue(path[(prefix.Length + 2)..^2], out var value) ? value : "";
    }
}
