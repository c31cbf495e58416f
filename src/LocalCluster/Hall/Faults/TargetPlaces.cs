using System.Text.Json;
using k8s;
using k8s.Autorest;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>A target, and where its resource says that it lives.</summary>
/// <param name="Namespace">Namespace.</param>
/// <param name="Name">Name of resource and pod.</param>
/// <param name="Filesystem">Name of its file system's resource.</param>
/// <param name="Label">Lustre's label: <c>scratch-OST0001</c>, <c>MGS</c>.</param>
/// <param name="Node">Node; empty before placement.</param>
/// <param name="DeviceId">World-wide name of its device; empty before placement.</param>
internal sealed record TargetPlace(string Namespace, string Name, string Filesystem, string Label, string Node, string DeviceId)
{
    /// <summary><c>namespace/name</c>.</summary>
    public string FullName => $"{Namespace}/{Name}";

    /// <summary>True for a management server.</summary>
    public bool IsMgs => Label == "MGS";

    /// <summary>True when a person may mean this target by that word.</summary>
    public bool Is(string word) =>
        word == Name || word == FullName || string.Equals(word, Label, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Finds targets in the cluster's API.</summary>
/// <param name="directory">State directory.</param>
internal sealed class TargetPlaces(StateDirectory directory)
{
    private const string Group = "lustre.cloudnative-hpc.io";
    private const string Version = "v1alpha1";
    private const string Plural = "lustretargets";

    /// <summary>The one target that is meant.</summary>
    /// <param name="word">Name, <c>namespace/name</c> or label.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">There is none, or more than one, or the API server does not answer.</exception>
    public async Task<TargetPlace> FindAsync(string word, CancellationToken cancellationToken)
    {
        var all = await ListAsync(cancellationToken);
        return One([.. all.Where(target => target.Is(word))], $"There is no target '{word}'", all);
    }

    /// <summary>The management server that is meant; the only one when none is named.</summary>
    /// <param name="word">Name, or empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">There is none, or more than one, or the API server does not answer.</exception>
    public async Task<TargetPlace> FindMgsAsync(string word, CancellationToken cancellationToken)
    {
        var servers = (await ListAsync(cancellationToken)).Where(target => target.IsMgs).ToList();
        return One([.. servers.Where(target => word.Length == 0 || target.Is(word))],
            word.Length == 0 ? "There is no management server" : $"There is no management server '{word}'", servers);
    }

    /// <summary>Every target.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">The API server does not answer.</exception>
    public async Task<IReadOnlyList<TargetPlace>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(directory.KubeconfigFile));
            var list = (JsonElement)await client.CustomObjects.ListCustomObjectForAllNamespacesAsync(
                Group, Version, Plural, cancellationToken: cancellationToken);
            return [.. list.GetProperty("items").EnumerateArray().Select(Place)];
        }
        catch (Exception error) when (error is HttpRequestException or HttpOperationException or IOException)
        {
            throw new StateException($"The API server does not tell where targets are: {error.Message}", error);
        }
    }

    private static TargetPlace One(IReadOnlyList<TargetPlace> found, string none, IReadOnlyList<TargetPlace> all) => found.Count switch
    {
        1 => found[0],
        0 when all.Count == 0 => throw new StateException($"{none}: no file system is declared, or it has no targets yet."),
        0 => throw new StateException($"{none}; there are {Names(all)}."),
        _ => throw new StateException($"{found.Count} targets answer to that: say which of {Names(found)} by NAMESPACE/NAME."),
    };

    private static string Names(IEnumerable<TargetPlace> targets) => string.Join(", ", targets.Select(target => target.FullName).Order(StringComparer.Ordinal));

    private static TargetPlace Place(JsonElement target) => new(
        Text(target, "metadata", "namespace"), Text(target, "metadata", "name"), Text(target, "spec", "filesystem"),
        Text(target, "spec", "label"), Text(target, "status", "node"), Text(target, "status", "device", "id"));

    private static string Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return "";
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
    }
}
