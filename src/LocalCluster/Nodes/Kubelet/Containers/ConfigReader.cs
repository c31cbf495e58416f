using System.Net;
using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>Reads the ConfigMaps and Secrets that a container's environment or a pod's volumes refer to.</summary>
/// <param name="client">The cluster.</param>
/// <param name="retry">Tries again while the API is away: no container starts without what it refers to.</param>
internal sealed class ConfigReader(IKubernetes client, ApiRetry retry)
{
    /// <summary>What a container's environment refers to. What is not there is left out.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ConfigData> OfContainerAsync(V1Pod pod, V1Container container, CancellationToken cancellationToken)
    {
        var names = new HashSet<(string, string)>();
        foreach (var source in container.EnvFrom ?? [])
        {
            if (source.ConfigMapRef is { } map)
                names.Add((ConfigData.ConfigMap, map.Name));
            if (source.SecretRef is { } secret)
                names.Add((ConfigData.Secret, secret.Name));
        }

        foreach (var source in (container.Env ?? []).Select(variable => variable.ValueFrom))
        {
            if (source?.ConfigMapKeyRef is { } map)
                names.Add((ConfigData.ConfigMap, map.Name));
            if (source?.SecretKeyRef is { } secret)
                names.Add((ConfigData.Secret, secret.Name));
        }

        return ReadAsync(pod.Namespace(), names, cancellationToken);
    }

    /// <summary>Reads objects by kind and name.</summary>
    public async Task<ConfigData> ReadAsync(string space, IEnumerable<(string Kind, string Name)> names, CancellationToken cancellationToken)
    {
        var data = new ConfigData(space);
        foreach (var (kind, name) in names)
        {
            await retry.RunAsync(
                $"reading {kind} {space}/{name}",
                async token =>
                {
                    if (await FindAsync(kind, space, name, token) is { } content)
                        data.Add(kind, name, content);
                },
                cancellationToken,
                status => status != HttpStatusCode.NotFound);
        }

        return data;
    }

    private async Task<Dictionary<string, byte[]>?> FindAsync(string kind, string space, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (kind == ConfigData.Secret)
            {
                var secret = await client.CoreV1.ReadNamespacedSecretAsync(name, space, cancellationToken: cancellationToken);
                return new Dictionary<string, byte[]>(secret.Data ?? new Dictionary<string, byte[]>());
            }

            var map = await client.CoreV1.ReadNamespacedConfigMapAsync(name, space, cancellationToken: cancellationToken);
            var content = (map.Data ?? new Dictionary<string, string>()).ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetBytes(entry.Value));
            foreach (var (key, value) in map.BinaryData ?? new Dictionary<string, byte[]>())
                content[key] = value;
            return content;
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
