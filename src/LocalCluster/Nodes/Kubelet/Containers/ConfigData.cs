using System.Text;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>The ConfigMaps and Secrets that a pod refers to, as they were read just now. Texts of the refusals are the kubelet's.</summary>
/// <param name="space">Namespace of the pod.</param>
internal sealed class ConfigData(string space)
{
    /// <summary>Kind of a ConfigMap, as the kubelet's texts name it.</summary>
    public const string ConfigMap = "ConfigMap";

    /// <summary>Kind of a Secret.</summary>
    public const string Secret = "Secret";

    private readonly Dictionary<(string Kind, string Name), Dictionary<string, byte[]>> present = [];

    /// <summary>Adds an object that was found.</summary>
    public void Add(string kind, string name, Dictionary<string, byte[]> content) => present[(kind, name)] = content;

    /// <summary>The content of an object.</summary>
    /// <returns>Null when it is not there and need not be.</returns>
    /// <exception cref="ContainerException">It is not there.</exception>
    public IReadOnlyDictionary<string, byte[]>? Find(string kind, string name, bool isOptional) =>
        present.TryGetValue((kind, name), out var content) ? content
        : isOptional ? null
        : throw new ContainerException($"{kind.ToLowerInvariant()} \"{name}\" not found", Refusal.Config);

    /// <summary>One value as text.</summary>
    /// <inheritdoc cref="Find"/>
    public string? Value(string kind, string name, string key, bool isOptional)
    {
        if (Find(kind, name, isOptional) is not { } content)
            return null;
        if (content.TryGetValue(key, out var value))
            return Encoding.UTF8.GetString(value);
        return isOptional ? null : throw new ContainerException($"couldn't find key {key} in {kind} {space}/{name}", Refusal.Config);
    }

    /// <summary>All values of a source of variables.</summary>
    /// <exception cref="ContainerException">It is not there.</exception>
    public IEnumerable<(string Name, string Value)> All(V1EnvFromSource source)
    {
        var content = source switch
        {
            { ConfigMapRef: { } reference } => Find(ConfigMap, reference.Name, reference.Optional == true),
            { SecretRef: { } reference } => Find(Secret, reference.Name, reference.Optional == true),
            _ => null,
        };
        return (content ?? new Dictionary<string, byte[]>()).Select(entry => (entry.Key, Encoding.UTF8.GetString(entry.Value)));
    }
}
