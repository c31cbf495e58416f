using System.Text.RegularExpressions;
using k8s.Models;
using LustreSupervisor.LocalCluster.Hall;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>The environment of a container: what the pod declares, the downward API, and what every pod of a node gets. Pure.</summary>
internal static partial class ContainerEnvironment
{
    /// <summary>File that shows the pod's mounts: all pods here share the laptop's own table.</summary>
    private const string MountTable = "LUSTRE_MOUNT_TABLE";

    /// <summary>Directory that stands for <c>/var/run/secrets/kubernetes.io/serviceaccount</c>.</summary>
    private const string ServiceAccount = "LUSTRE_SERVICEACCOUNT_DIR";

    /// <summary>Builds the environment; what the node needs wins over what the pod declares.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">Its container.</param>
    /// <param name="node">The node.</param>
    /// <param name="ofNode">Variables that every pod of this node gets.</param>
    /// <param name="config">ConfigMaps and Secrets that the container refers to.</param>
    /// <exception cref="ContainerException">A value comes from a source that does not exist here.</exception>
    public static Dictionary<string, string> Build(
        V1Pod pod, V1Container container, NodeOptions node, IReadOnlyDictionary<string, string> ofNode, ConfigData config)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in container.EnvFrom ?? [])
        {
            foreach (var (name, value) in config.All(source))
                environment[source.Prefix + name] = value;
        }

        foreach (var variable in container.Env ?? [])
        {
            var value = variable.ValueFrom is null ? Expand(variable.Value ?? "", environment) : Resolve(variable, pod, container, node, config);
            if (value is not null)
                environment[variable.Name] = value;
        }

        foreach (var (name, value) in ofNode)
            environment[name] = value;
        environment[HallMarkers.Pod] = $"{pod.Namespace()}/{pod.Name()}";
        environment[HallMarkers.PodUid] = pod.Uid();
        environment[ServiceAccount] = node.ServiceAccountDirectory(pod.Uid());
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

    /// <summary>Null when an optional source is not there: then the variable is not set.</summary>
    private static string? Resolve(V1EnvVar variable, V1Pod pod, V1Container container, NodeOptions node, ConfigData config) => variable.ValueFrom switch
    {
        { FieldRef: { } field } => Field(field.FieldPath, pod, node)
            ?? throw new ContainerException($"env {variable.Name}: fieldPath '{field.FieldPath}' is not supported", Refusal.Config),
        { ResourceFieldRef: { } resource } => ResourceFields.Read(resource, pod, container),
        { ConfigMapKeyRef: { } key } => config.Value(ConfigData.ConfigMap, key.Name, key.Key, key.Optional == true),
        { SecretKeyRef: { } key } => config.Value(ConfigData.Secret, key.Name, key.Key, key.Optional == true),
        _ => throw new ContainerException($"env {variable.Name}: its source is not supported on this node", Refusal.Config),
    };

    /// <summary>A field by the downward API; null for one that it does not offer.</summary>
    /// <param name="path">Such as <c>metadata.labels['app']</c>.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="node">The node.</param>
    public static string? Field(string path, V1Pod pod, NodeOptions node) => path switch
    {
        "metadata.name" => pod.Name(),
        "metadata.namespace" => pod.Namespace(),
        "metadata.uid" => pod.Uid(),
        "spec.nodeName" => pod.Spec.NodeName,
        "spec.serviceAccountName" => pod.Spec.ServiceAccountName ?? "default",
        "status.hostIP" or "status.podIP" or "status.hostIPs" or "status.podIPs" => node.Address,
        _ => Keyed(path, "metadata.annotations", pod.Annotations()) ?? Keyed(path, "metadata.labels", pod.Labels()),
    };

    /// <summary>Value of <c>metadata.annotations['KEY']</c>; empty when there is no such key, null when the path is another.</summary>
    private static string? Keyed(string path, string prefix, IDictionary<string, string>? values)
    {
        if (!path.StartsWith(prefix + "['", StringComparison.Ordinal) || !path.EndsWith("']", StringComparison.Ordinal))
            return null;
        return values is not null && values.TryGetValue(path[(prefix.Length + 2)..^2], out var value) ? value : "";
    }
}
