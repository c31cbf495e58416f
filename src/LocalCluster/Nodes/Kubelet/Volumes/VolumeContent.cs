using System.Text;
using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Volumes;

/// <summary>The files of volumes that are made from objects. Pure.</summary>
/// <param name="pod">The pod.</param>
/// <param name="node">The node.</param>
internal sealed class VolumeContent(V1Pod pod, NodeOptions node)
{
    /// <summary>Objects that the pod's volumes are made from.</summary>
    public IEnumerable<(string Kind, string Name)> References()
    {
        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            if (volume.Secret is { } secret)
                yield return (ConfigData.Secret, secret.SecretName);
            if (volume.ConfigMap is { } map)
                yield return (ConfigData.ConfigMap, map.Name);
            foreach (var source in volume.Projected?.Sources ?? [])
            {
                if (source.Secret is { } projected)
                    yield return (ConfigData.Secret, projected.Name);
                if (source.ConfigMap is { } projectedMap)
                    yield return (ConfigData.ConfigMap, projectedMap.Name);
            }
        }
    }

    /// <summary>True for a volume that is a directory of files made here.</summary>
    public static bool IsMade(V1Volume volume) => volume is { Secret: not null } or { ConfigMap: not null } or { DownwardAPI: not null } or { Projected: not null };

    /// <summary>The files of a volume by their relative paths.</summary>
    /// <exception cref="ContainerException">Something that it is made from is not there.</exception>
    public IEnumerable<KeyValuePair<string, byte[]>> Files(V1Volume volume, ConfigData config) => volume switch
    {
        { Secret: { } secret } => Files(config, ConfigData.Secret, secret.SecretName, secret.Items, secret.Optional == true),
        { ConfigMap: { } map } => Files(config, ConfigData.ConfigMap, map.Name, map.Items, map.Optional == true),
        { DownwardAPI: { } downward } => Fields(downward.Items),
        { Projected: { } projected } => (projected.Sources ?? []).SelectMany(source => Files(source, config)),
        _ => [],
    };

    private IEnumerable<KeyValuePair<string, byte[]>> Files(V1VolumeProjection source, ConfigData config) => source switch
    {
        { Secret: { } secret } => Files(config, ConfigData.Secret, secret.Name, secret.Items, secret.Optional == true),
        { ConfigMap: { } map } => Files(config, ConfigData.ConfigMap, map.Name, map.Items, map.Optional == true),
        { DownwardAPI: { } downward } => Fields(downward.Items),
        _ => [],
    };

    private static IEnumerable<KeyValuePair<string, byte[]>> Files(
        ConfigData config, string kind, string name, IList<V1KeyToPath>? items, bool isOptional)
    {
        if (config.Find(kind, name, isOptional) is not { } content)
            return [];
        if (items is not { Count: > 0 })
            return content;
        return items.Where(item => content.ContainsKey(item.Key) || (isOptional ? false : throw new ContainerException(
                $"references non-existent {kind.ToLowerInvariant()} key: {item.Key}", Refusal.Config)))
            .Select(item => KeyValuePair.Create(item.Path, content[item.Key]));
    }

    private IEnumerable<KeyValuePair<string, byte[]>> Fields(IList<V1DownwardAPIVolumeFile>? items) =>
        (items ?? []).Select(item => KeyValuePair.Create(item.Path, Encoding.UTF8.GetBytes(Value(item))));

    private string Value(V1DownwardAPIVolumeFile item)
    {
        if (item.ResourceFieldRef is { } resource)
            return ResourceFields.Read(resource, pod, pod.Spec.Containers[0]);
        return item.FieldRef?.FieldPath switch
        {
            "metadata.labels" => Lines(pod.Labels()),
            "metadata.annotations" => Lines(pod.Annotations()),
            { } path => ContainerEnvironment.Field(path, pod, node) ?? "",
            null => "",
        };
    }

    /// <summary>A map as the downward API writes it: one <c>key="value"</c> a line.</summary>
    private static string Lines(IDictionary<string, string>? map) => string.Join('\n', (map ?? new Dictionary<string, string>())
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => $"{entry.Key}=\"{entry.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\""));
}
